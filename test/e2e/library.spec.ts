import type { Page } from '@playwright/test'
import {
  button,
  connectAndWait,
  expect,
  frameRow,
  grid,
  library,
  messageField,
  savedMessages,
  send,
  stateOf,
  test,
  urlField,
} from './window.ts'

/** Saves the tab that is shown under a name, from the keyboard. */
async function saveAs(app: Page, name: string): Promise<void> {
  await app.keyboard.press('ControlOrMeta+S')
  await expect(app.getByRole('textbox', { name: 'Name', exact: true }).last()).toBeFocused()
  await app.keyboard.type(name)
  await app.keyboard.press('Enter')
  await expect(library(app).getByRole('treeitem', { name, exact: true })).toBeVisible()
}

async function saveMessage(app: Page, name: string): Promise<void> {
  await button(app, 'Save message').click()
  await expect(app.getByRole('textbox', { name: 'New name' })).toBeFocused()
  await app.keyboard.type(name)
  await app.keyboard.press('Enter')
  await expect(savedMessages(app)).toContainText(name)
}

test('what was saved is there after a reload, and reopened by keyboard', async ({ app, server }) => {
  await connectAndWait(app, `${server.url}/echo`)
  await send(app, 'first thing in the morning')
  await saveMessage(app, 'Morning')
  await saveAs(app, 'Echo')
  await button(app, 'Disconnect').click()
  await app.keyboard.press('Alt+W')
  await app.reload()

  await library(app).getByRole('treeitem', { name: 'Echo', exact: true }).waitFor()
  await app.keyboard.press('Alt+L')
  await expect(library(app).getByRole('treeitem', { name: 'Echo', exact: true })).toBeFocused()
  await app.keyboard.press('Enter')
  await expect(urlField(app)).toHaveValue(`${server.url}/echo`)
  await app.keyboard.press('Alt+Enter')
  await expect(stateOf(app)).toHaveText('Open')

  await savedMessages(app)
    .getByRole('button', { name: /^Morning/ })
    .focus()
  await app.keyboard.press('Enter')
  await expect(frameRow(grid(app), 1)).toContainText(/received.*first thing in the morning/)
})

test('tomorrow the saved connection is still open in its tab, and its message can be sent', async ({ host, server }) => {
  const today = await host.open()
  await connectAndWait(today, `${server.url}/echo`)
  await send(today, 'see you tomorrow')
  await saveMessage(today, 'Tomorrow')
  await saveAs(today, 'Daily')

  const tomorrow = await host.restart()
  await expect(tomorrow.getByRole('tab', { name: /^Daily/ })).toBeVisible()
  await expect(urlField(tomorrow)).toHaveValue(`${server.url}/echo`)
  await tomorrow.keyboard.press('Alt+Enter')
  await expect(stateOf(tomorrow)).toHaveText('Open')
  await savedMessages(tomorrow)
    .getByRole('button', { name: /^Tomorrow/ })
    .click()
  await expect(button(tomorrow, 'Send')).toBeEnabled()
  await button(tomorrow, 'Send').click()
  await expect(frameRow(grid(tomorrow), 1)).toContainText(/received.*see you tomorrow/)
})

test('a reload of the window loses no frame of a live connection', async ({ app, server }) => {
  await connectAndWait(app, `${server.url}/echo`)
  await send(app, 'before')
  await expect(frameRow(grid(app), 1)).toContainText('before')
  await app.reload()
  await expect(stateOf(app)).toHaveText('Open')
  await send(app, 'after')
  await expect(frameRow(grid(app), 0)).toContainText('before')
  await expect(frameRow(grid(app), 3)).toContainText('after')
})

test('saved messages are put in order, renamed and taken away, and come back', async ({ app, server }) => {
  await connectAndWait(app, `${server.url}/echo`)
  for (const name of ['One', 'Two']) {
    await send(app, name.toLowerCase())
    await saveMessage(app, name)
  }
  const names = () => savedMessages(app).getByRole('listitem').allTextContents()
  const first = savedMessages(app).getByRole('button', { name: /^Two/ })
  await first.focus()
  await app.keyboard.press('Alt+ArrowUp')
  await expect.poll(names).toEqual([expect.stringContaining('Two'), expect.stringContaining('One')])
  await app.keyboard.press('F2')
  await app.keyboard.type('Second')
  await app.keyboard.press('Enter')
  await expect.poll(names).toEqual([expect.stringContaining('Second'), expect.stringContaining('One')])
  await app.keyboard.press('Delete')
  await expect.poll(names).toEqual([expect.stringContaining('One')])
  await button(app, 'Undo').click()
  await expect.poll(names).toEqual([expect.stringContaining('Second'), expect.stringContaining('One')])
})

test('a text that was not saved is kept while another tab is shown, and can be walked back to', async ({ app, server }) => {
  await connectAndWait(app, `${server.url}/echo`)
  await send(app, 'sent before')
  await messageField(app).focus()
  await app.keyboard.press('ControlOrMeta+A')
  await app.keyboard.type('half a thou')
  await app.keyboard.press('Alt+N')
  await expect(urlField(app)).toHaveValue('')
  await app.keyboard.press('Alt+PageUp')
  await expect(messageField(app)).toHaveValue('half a thou')
  await messageField(app).focus()
  await app.keyboard.press('Alt+ArrowUp')
  await expect(messageField(app)).toHaveValue('sent before')
  await app.keyboard.press('Alt+ArrowDown')
  await expect(messageField(app)).toHaveValue('half a thou')
})
