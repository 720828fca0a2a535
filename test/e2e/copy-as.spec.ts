import type { Locator, Page } from '@playwright/test'
import { button, complaintsOf, expect, library, messageField, test, urlField } from './window.ts'

const dialog = (app: Page): Locator => app.getByRole('dialog', { name: 'Copy as', exact: true })
const code = (app: Page): Locator => dialog(app).getByRole('textbox', { name: 'Command or program', exact: true })
const target = (app: Page): Locator => dialog(app).getByRole('combobox', { name: 'Written for', exact: true })

test('a connection is copied for eight tools, with the message that is being written', async ({ app, desktop }) => {
  const complaints = complaintsOf(app)
  if (!desktop) await app.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await app.keyboard.press('Alt+N')
  await urlField(app).fill('wss://127.0.0.1:9/chat')
  await messageField(app).focus()
  await app.keyboard.type("it's me")
  await button(app, 'More').first().click()
  await app.getByRole('menuitem', { name: 'Copy as…' }).click()
  await expect(code(app)).toHaveValue(/^sockscope connect [\s\S]*wss:\/\/127\.0\.0\.1:9\/chat[\s\S]*--send/)
  for (const [option, beginning] of [
    ['wscat', /wscat /],
    ['websocat', /websocat /],
    ['curl', /^curl /],
    ['Python (websockets)', /import asyncio/],
    ['Browser JavaScript', /new WebSocket\(/],
    ['k6', /k6/],
    ['Node (ws)', /it's me/],
  ] as const) {
    await target(app).selectOption({ label: option })
    await expect(code(app)).toHaveValue(beginning)
  }
  await dialog(app).getByRole('checkbox', { name: 'What stands in the composer' }).uncheck()
  await expect(code(app)).not.toHaveValue(/it's me/)
  const written = await code(app).inputValue()
  await button(dialog(app), 'Copy').click()
  await expect(dialog(app)).toBeHidden()
  expect(await app.evaluate(() => navigator.clipboard.readText())).toBe(written)
  expect(complaints).toEqual([])
})

test('so is one of the library; what a tool cannot do is said, and so is a message that cannot be read', async ({ app }) => {
  await app.keyboard.press('Alt+N')
  await urlField(app).fill('ws://127.0.0.1:9/{{room}}')
  await app.keyboard.press('ControlOrMeta+S')
  await app.keyboard.type('Room')
  await app.keyboard.press('Enter')
  const row = library(app).getByRole('treeitem', { name: 'Room', exact: true })
  await row.click({ button: 'right' })
  await app.getByRole('menuitem', { name: 'Copy as…' }).click()
  await expect(dialog(app).getByRole('list', { name: 'What differs' })).toContainText('Put values in for {{room}}.')
  await app.keyboard.press('Escape')
  await expect(dialog(app)).toBeHidden()
  await messageField(app).focus()
  await app.keyboard.type('not hex')
  await app.getByRole('combobox', { name: 'Format' }).first().selectOption({ label: 'Hex' })
  await app.keyboard.press('ControlOrMeta+K')
  await app.keyboard.type('copy as curl')
  await app.keyboard.press('Enter')
  await expect(dialog(app).getByRole('alert')).toContainText('cannot be read as hex')
  await expect(button(dialog(app), 'Copy')).toBeDisabled()
})
