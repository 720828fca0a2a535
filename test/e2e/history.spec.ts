import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { button, connectAndWait, expect, frameRow, grid, inspector, send, stateOf, test, urlField } from './window.ts'

const captures = (app: Page): Locator => app.getByRole('listbox', { name: 'Captures', exact: true })
const rowsOf = (app: Page): Locator => captures(app).getByRole('option')
const heading = (app: Page, name: string | RegExp): Locator => app.getByRole('heading', { name })

/** A connection that echoed one message and ended. */
async function record(app: Page, url: string): Promise<void> {
  await connectAndWait(app, url)
  await send(app, '{"kept":true}')
  await expect(frameRow(grid(app), 1)).toBeVisible()
  await button(app, 'Disconnect').click()
  await expect(stateOf(app)).toHaveText('Closed')
}

test('a capture outlives its connection, its tab and the app: it is found, opened read-only, named and pinned', async ({
  host,
  server,
}) => {
  let app = await host.open()
  await expect(app.getByText('Nothing recorded yet')).toBeVisible()
  await record(app, `${server.url}/echo`)
  await expect(rowsOf(app)).toHaveCount(1)
  app = await host.restart()
  await expect(rowsOf(app)).toHaveCount(1)
  await captures(app).focus()
  await app.keyboard.press('Enter')
  await expect(heading(app, /^Capture of ws:.*read-only$/)).toBeVisible()
  await expect(frameRow(grid(app), 1)).toContainText('{"kept":true}')
  await expect(urlField(app)).toHaveCount(0)
  await frameRow(grid(app), 1).click()
  await expect(inspector(app)).toContainText('kept')
  await button(app, 'Handshake').click()
  await expect(inspector(app)).toContainText('Sec-WebSocket-Accept')
  await captures(app).focus()
  await app.keyboard.press('F2')
  await app.keyboard.type('The gap')
  await app.keyboard.press('Enter')
  await expect(heading(app, 'Capture of The gap, read-only')).toBeVisible()
  await app.keyboard.press('p')
  await expect(rowsOf(app).first()).toHaveAccessibleName(/^The gap, pinned, .* frames, .*, 1000$/)
  const search = app.getByRole('textbox', { name: 'Find in the history' })
  await search.fill('nothing of this')
  await expect(app.getByText('Nothing matches')).toBeVisible()
  await search.fill('gap')
  await expect(rowsOf(app)).toHaveCount(1)
})

test('a capture deleted while it is shown says so, and undo brings it back', async ({ app, server }) => {
  await record(app, `${server.url}/echo`)
  await captures(app).focus()
  await app.keyboard.press('Delete')
  await expect(app.getByText(/^There is no capture/)).toBeVisible()
  await expect(rowsOf(app)).toHaveCount(0)
  await button(app, 'Undo').click()
  await expect(rowsOf(app)).toHaveCount(1)
  await expect(app.getByText(/^There is no capture/)).toHaveCount(0)
})

test('a damaged capture, and a file that is none, are refused with a sentence', async ({ host, server, folders }) => {
  let app = await host.open()
  await record(app, `${server.url}/echo`)
  await host.close()
  const folder = join(folders.data, 'captures')
  const [id = ''] = readdirSync(folder).filter((name) => /^\d{13}-/.test(name))
  truncateSync(join(folder, id, 'capture.db'), 5_000)
  app = await host.open()
  await captures(app).focus()
  await app.keyboard.press('Enter')
  await expect(app.getByText(/^This capture cannot be read/)).toBeVisible()
  const other = join(folders.data, 'other.sockscope')
  writeFileSync(other, 'GET / HTTP/1.1\r\n'.repeat(100))
  const choosing = app.waitForEvent('filechooser')
  await button(app, 'Open a capture file…').click()
  await (await choosing).setFiles(other)
  await expect(app.getByText('This capture cannot be read: it is not a Sockscope capture.')).toBeVisible()
})

test('a capture is saved as a file, and the file opened read-only by whoever it was sent to', async ({ app, server }) => {
  await record(app, `${server.url}/echo`)
  await rowsOf(app).first().click({ button: 'right' })
  await app.getByRole('menuitem', { name: 'Save as a file…' }).click()
  const downloading = app.waitForEvent('download')
  await button(app, /\.sockscope$/).click()
  const path = await (await downloading).path()
  const choosing = app.waitForEvent('filechooser')
  await button(app, 'Open a capture file…').click()
  await (await choosing).setFiles({ name: 'sent.sockscope', mimeType: 'application/octet-stream', buffer: readFileSync(path) })
  await expect(heading(app, 'File sent.sockscope, read-only')).toBeVisible()
  await expect(frameRow(grid(app), 1)).toContainText('{"kept":true}')
  await expect(rowsOf(app)).toHaveCount(1)
})
