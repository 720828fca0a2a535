import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from '@playwright/test'
import { button, complaintsOf, expect, library, test, urlField } from './window.ts'

const FIXTURES = fileURLToPath(new URL('../fixtures/collections/', import.meta.url))
const SAMPLES = fileURLToPath(new URL('../../../shared/samples/', import.meta.url))
const POSTMAN = join(FIXTURES, 'exchange.postman_collection.json')
const ENVIRONMENT = join(FIXTURES, 'local.postman_environment.json')

const dialog = (app: Page): Locator => app.getByRole('dialog', { name: 'Import a collection', exact: true })
const choice = (app: Page): Locator => dialog(app).getByRole('tree', { name: 'What to import', exact: true })
const row = (app: Page, name: string): Locator => choice(app).getByRole('treeitem').filter({ hasText: name })
const item = (app: Page, name: string): Locator => library(app).getByRole('treeitem', { name, exact: true })

// biome-ignore lint/suspicious/noSkippedTests: what is chosen is chosen with a dialog of the system there.
test.beforeEach(({ desktop }) => test.skip(desktop !== null, 'the desktop host asks with a dialog of the system'))

/** Opens the dialog by the keyboard's way: the command palette. */
async function openImport(app: Page): Promise<void> {
  await app.keyboard.press('ControlOrMeta+K')
  await app.keyboard.type('import a coll')
  await app.keyboard.press('Enter')
  await expect(dialog(app)).toBeVisible()
}

async function choose(app: Page, buttonName: string, paths: string | string[]): Promise<void> {
  const choosing = app.waitForEvent('filechooser')
  await button(dialog(app), buttonName).click()
  await (await choosing).setFiles(paths)
}

async function drop(app: Page, name: string, contents: string): Promise<void> {
  await app.evaluate(
    ([fileName, text]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([text], fileName))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
    },
    [name, contents] as const,
  )
}

test('a collection and its environment are looked at, chosen from, imported and taken back', async ({ app, folders }) => {
  const complaints = complaintsOf(app)
  await openImport(app)
  await choose(app, 'Choose files…', [POSTMAN, ENVIRONMENT])
  await expect(dialog(app)).toContainText('a Postman collection (2.x)')
  await expect(row(app, 'Prices- live')).toContainText('ws://{{host}}/echo')
  await expect(row(app, 'Prices- live')).toContainText('1 message')
  await expect(dialog(app)).toContainText('{{…}} is kept as written; variables are not filled in yet.')
  await expect(dialog(app).getByRole('region', { name: 'Remarks' })).toContainText('Status page: It is no WebSocket request')
  expect(existsSync(folders.workspace) ? readdirSync(folders.workspace) : []).toEqual([])
  await row(app, 'Orders').click()
  await expect(row(app, 'Feeds')).toHaveAttribute('aria-checked', 'mixed')
  await button(dialog(app), 'Import').click()
  await expect(dialog(app)).toBeHidden()
  await expect(item(app, 'Exchange')).toBeVisible()
  await expect(app.getByText('Imported into "Exchange": 1. Environments: Local.')).toBeVisible()
  expect(readdirSync(join(folders.workspace, 'Exchange', 'Feeds'))).toEqual(['Prices- live.yaml'])
  expect(readFileSync(join(folders.workspace, 'Exchange', 'folder.yaml'), 'utf8')).toContain('127.0.0.1:9001')
  await button(app, 'Undo').click()
  await expect(item(app, 'Exchange')).toBeHidden()
  expect(existsSync(join(folders.workspace, 'Exchange'))).toBe(false)
  expect(readdirSync(join(folders.workspace, 'environments'))).toEqual([])
  expect(complaints).toEqual([])
})

test('a folder is imported by keys alone, into a folder of the library', async ({ app, folders }) => {
  await button(app, 'New folder').first().click()
  // The folder is made before its name can be typed.
  await expect(app.getByRole('textbox', { name: 'New name of New folder' })).toBeFocused()
  await app.keyboard.type('Team')
  await app.keyboard.press('Enter')
  await expect(item(app, 'Team')).toBeVisible()
  await openImport(app)
  await choose(app, 'Choose a folder…', join(FIXTURES, 'bruno'))
  await expect(dialog(app)).toContainText('a Bruno collection')
  await expect(dialog(app).getByRole('combobox', { name: 'Into' })).toHaveValue('Team')
  await choice(app).focus()
  await app.keyboard.press('Space')
  await expect(row(app, 'Ticker')).toHaveAttribute('aria-checked', 'false')
  await expect(button(dialog(app), 'Import')).toBeDisabled()
  await app.keyboard.press('End')
  await app.keyboard.press('Space')
  await expect(row(app, 'Bench')).toHaveAttribute('aria-checked', 'true')
  await button(dialog(app), 'Import').focus()
  await app.keyboard.press('Enter')
  await expect(item(app, 'Bench')).toBeVisible()
  expect(readFileSync(join(folders.workspace, 'Team/Bench/Feeds/Ticker.yaml'), 'utf8')).toContain('ws://127.0.0.1:9001/echo')
})

test('a pasted line becomes a spec; what is none is refused with a reason', async ({ app }) => {
  await openImport(app)
  const pasted = dialog(app).getByRole('textbox', { name: 'Pasted text' })
  await pasted.fill('good morning')
  await button(dialog(app), 'Read it').click()
  await expect(dialog(app).getByRole('alert')).toContainText('import.unreadable')
  await pasted.fill("curl -H 'X-A: 1' wss://127.0.0.1:9/chat")
  await button(dialog(app), 'Read it').click()
  await expect(row(app, 'wss://127.0.0.1:9/chat')).toBeVisible()
  await button(dialog(app), 'Back').click()
  await expect(pasted).toHaveValue("curl -H 'X-A: 1' wss://127.0.0.1:9/chat")
  await app.keyboard.press('Escape')
  await expect(dialog(app)).toBeHidden()
})

test('a line of curl that is pasted into the URL fills the whole spec, and Undo takes it back', async ({ app }) => {
  await app.keyboard.press('Alt+N')
  await urlField(app).fill('ws://127.0.0.1:1/before')
  await urlField(app).evaluate((field) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', "curl -H 'X-Team: blue' --compressed wss://127.0.0.1:9/chat")
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect(urlField(app)).toHaveValue('wss://127.0.0.1:9/chat')
  await expect(app.getByText(/^Filled in from a line of curl\./)).toBeVisible()
  await app.getByRole('tab', { name: /^Headers/ }).click()
  await expect(app.getByRole('textbox', { name: /^Header 1/ }).first()).toHaveValue('X-Team')
  await button(app, 'Undo').click()
  await expect(urlField(app)).toHaveValue('ws://127.0.0.1:1/before')
})

test('a HAR that is dropped may be connections or captures', async ({ app }) => {
  const har = JSON.stringify({
    log: {
      version: '1.2',
      creator: { name: 'test', version: '1' },
      entries: [
        {
          startedDateTime: '2026-11-22T12:00:00.000Z',
          time: 1,
          _resourceType: 'websocket',
          request: {
            method: 'GET',
            url: 'ws://127.0.0.1:9001/echo',
            httpVersion: 'HTTP/1.1',
            headers: [],
            queryString: [],
            cookies: [],
            headersSize: -1,
            bodySize: 0,
          },
          response: {
            status: 101,
            statusText: 'Switching Protocols',
            httpVersion: 'HTTP/1.1',
            headers: [],
            cookies: [],
            content: { size: 0, mimeType: '' },
            redirectURL: '',
            headersSize: -1,
            bodySize: 0,
          },
          cache: {},
          timings: { send: 0, wait: 1, receive: 0 },
          _webSocketMessages: [{ type: 'send', time: 1763812800.1, opcode: 1, data: 'hello' }],
        },
      ],
    },
  })
  await drop(app, 'session.har', har)
  await expect(row(app, 'ws://127.0.0.1:9001/echo')).toContainText('1 message')
  await button(dialog(app), 'Open as captures instead').click()
  await expect(dialog(app)).toBeHidden()
  await expect(app.getByText(/^Imported session\.har\. Connections: 1/)).toBeVisible()
})

test('real collections of other tools', async ({ app }) => {
  // biome-ignore lint/suspicious/noSkippedTests: real files lie beside the checkout, or they do not.
  test.skip(!existsSync(SAMPLES), 'sample files of other tools are absent')
  for (const [path, format] of [
    ['insomnia/insomnia-v5-websockets.yaml', 'an Insomnia export (5)'],
    ['yaak/schema4-composed.json', 'a Yaak workspace'],
  ] as const) {
    await openImport(app)
    await choose(app, 'Choose files…', join(SAMPLES, path))
    await expect(dialog(app)).toContainText(format)
    await button(dialog(app), 'Import').click()
    await expect(dialog(app)).toBeHidden()
  }
  await expect(item(app, 'Oracle')).toBeVisible()
})
