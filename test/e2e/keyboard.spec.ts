import type { Locator, Page } from '@playwright/test'
import { button, expect, frameRow, grid, inspector, library, messageField, savedMessages, stateOf, test, urlField } from './window.ts'

const MOST_TABS = 60

/** Walks by Tab until `target` has the focus; at every stop the focus can be seen. */
async function tabTo(app: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < MOST_TABS; presses++) {
    if (await isFocused(target)) return
    await app.keyboard.press('Tab')
    const unseen = await app.evaluate(unseenFocus)
    expect(unseen, 'an element that has the focus and does not show it').toBeNull()
  }
  throw new Error(`Tab does not lead to ${target}`)
}

const isFocused = async (target: Locator): Promise<boolean> =>
  (await target.count()) === 1 && (await target.evaluate((element) => element === document.activeElement))

/** The focused element if nothing shows that it has the focus: no outline on it, no frame around the part it stands in. */
function unseenFocus(): string | null {
  const focused = document.activeElement
  if (!focused || focused === document.body) return null
  for (let element: Element | null = focused; element && element !== document.body; element = element.parentElement) {
    const own = getComputedStyle(element)
    const frame = getComputedStyle(element, '::after')
    const isOutlined = own.outlineStyle !== 'none' && Number.parseFloat(own.outlineWidth) >= 1
    const isFramed = frame.content !== 'none' && frame.borderTopStyle === 'solid' && Number.parseFloat(frame.borderTopWidth) >= 2
    if (isFramed || (isOutlined && element === focused)) return null
  }
  return focused.outerHTML.slice(0, 300)
}

test('everything is done without a mouse, and the focus is always seen', async ({ app }) => {
  test.setTimeout(120_000)
  await test.step('start the demo server and open its echo', async () => {
    await expect(urlField(app)).toBeFocused()
    await tabTo(app, button(app, 'Start the demo server'))
    await app.keyboard.press('Enter')
    const echo = app.getByRole('list', { name: 'Paths of the demo server' }).getByRole('button', { name: /^\/echo / })
    await echo.waitFor()
    await tabTo(app, echo)
    await app.keyboard.press('Enter')
  })

  await test.step('connect and send', async () => {
    await tabTo(app, button(app, 'Connect'))
    await app.keyboard.press('Enter')
    await expect(stateOf(app)).toHaveText('Open')
    await app.keyboard.press('ControlOrMeta+E')
    await expect(messageField(app)).toBeFocused()
    await app.keyboard.type('by keyboard alone')
    await app.keyboard.press('ControlOrMeta+Enter')
    await expect(frameRow(grid(app), 1)).toContainText('by keyboard alone')
  })

  await test.step('inspect', async () => {
    await tabTo(app, grid(app))
    await app.keyboard.press('End')
    await app.keyboard.press('ArrowUp')
    await expect(inspector(app)).toContainText('#0')
    await app.keyboard.press('Enter')
    await expect(inspector(app)).toBeFocused()
    await tabTo(app, inspector(app).getByRole('tab', { selected: true }))
    await app.keyboard.press('End')
    await expect(inspector(app)).toContainText('Masked, as frames to a server must be.')
  })

  await test.step('save the message and the connection', async () => {
    await tabTo(app, button(app, 'Save message'))
    await app.keyboard.press('Enter')
    await app.keyboard.type('Keys')
    await app.keyboard.press('Enter')
    await expect(savedMessages(app).getByRole('button', { name: /^Keys/ })).toBeFocused()
    await app.keyboard.press('ControlOrMeta+S')
    await app.keyboard.type('Keyboard')
    await app.keyboard.press('Enter')
    await expect(library(app).getByRole('treeitem', { name: 'Keyboard', exact: true })).toBeVisible()
  })

  await test.step('disconnect, close, reload', async () => {
    await app.keyboard.press('Alt+Enter')
    await expect(stateOf(app)).toHaveText('Closed')
    await app.keyboard.press('Alt+W')
    await app.reload()
  })

  await test.step('reopen, connect, and send the saved message', async () => {
    const item = library(app).getByRole('treeitem', { name: 'Keyboard', exact: true })
    await item.waitFor()
    await tabTo(app, item)
    await app.keyboard.press('Enter')
    await app.keyboard.press('Alt+Enter')
    await expect(stateOf(app)).toHaveText('Open')
    await tabTo(app, savedMessages(app).getByRole('button', { name: /^Keys/ }))
    await app.keyboard.press('Enter')
    await expect(frameRow(grid(app), 1)).toContainText('by keyboard alone')
  })

  await test.step('the palette leads to the rest', async () => {
    await app.keyboard.press('ControlOrMeta+K')
    await app.keyboard.type('send ping')
    await app.keyboard.press('Enter')
    await expect(app.getByRole('textbox', { name: 'Payload' })).toBeFocused()
    await app.keyboard.press('Enter')
    await expect(frameRow(grid(app), 3)).toContainText(/received pong/)
    await app.keyboard.press('ControlOrMeta+K')
    await app.keyboard.type('next theme')
    await app.keyboard.press('Enter')
    await expect(app.locator('html')).toHaveAttribute('data-theme', 'light')
  })
})

test('Tab leads out of the editor', async ({ app, server }) => {
  await urlField(app).fill(`${server.url}/echo`)
  await urlField(app).press('Enter')
  await expect(stateOf(app)).toHaveText('Open')
  await app.keyboard.press('ControlOrMeta+E')
  await app.keyboard.type('text')
  await app.keyboard.press('Tab')
  await expect(messageField(app)).not.toBeFocused()
  await app.keyboard.press('Shift+Tab')
  await expect(messageField(app)).toBeFocused()
})
