import { readFileSync } from 'node:fs'
import type { Download, Locator, Page } from '@playwright/test'
import { button, complaintsOf, connectAndWait, expect, frameRow, grid, send, test } from './window.ts'

const SECRET = 'correct-horse-battery'
const dialog = (app: Page): Locator => app.getByRole('dialog', { name: 'Export capture', exact: true })
const findings = (app: Page): Locator => dialog(app).getByRole('table').getByRole('row')

// biome-ignore lint/suspicious/noSkippedTests: a dialog of the system cannot be answered from here.
test.beforeEach(({ desktop }) => test.skip(desktop !== null, 'the desktop host asks with a dialog of the system'))

async function talk(app: Page, url: string): Promise<void> {
  await connectAndWait(app, `${url}/echo?token=abcdef0123456789`)
  await send(app, `{"password":"${SECRET}"}`)
  await expect(frameRow(grid(app), 1)).toBeVisible()
}

async function exported(app: Page, format: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const fetched: Promise<Download> = app.waitForEvent('download')
  await dialog(app).getByRole('combobox', { name: 'Format' }).selectOption({ label: format })
  await button(dialog(app), /^Export \./).click()
  const download = await fetched
  await expect(dialog(app)).toBeHidden()
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

test('a capture is exported without its secrets, which are listed before', async ({ app, server }) => {
  const complaints = complaintsOf(app)
  await talk(app, server.url)
  await app.keyboard.press('ControlOrMeta+Shift+E')
  await expect(findings(app).filter({ hasText: '$..password' })).toContainText('co********ry (21)')
  await expect(findings(app).filter({ hasText: 'token' })).toContainText('Query parameter')
  await expect(dialog(app)).not.toContainText(SECRET)
  const { name, bytes } = await exported(app, 'HAR')
  expect(name).toMatch(/^127\.0\.0\.1-\d{4}-\d\d-\d\d-\d{6}\.har$/)
  const { log } = JSON.parse(bytes.toString('utf8'))
  expect(log.entries[0]._webSocketMessages.map((message: { data: string }) => message.data)).toEqual([
    `{"password":"${'*'.repeat(SECRET.length)}"}`,
    `{"password":"${'*'.repeat(SECRET.length)}"}`,
  ])
  expect(bytes.toString('utf8')).not.toMatch(/abcdef0123456789|correct-horse/)
  expect(complaints).toEqual([])
})

test('what a person wants to keep stays, and what only they know goes', async ({ app, server }) => {
  await talk(app, server.url)
  await button(app, 'Export capture…').click()
  await dialog(app).getByRole('checkbox', { name: 'Hide JSON $..password' }).uncheck()
  await dialog(app).getByRole('textbox', { name: 'What to hide' }).fill('horse')
  await button(dialog(app), 'Add').click()
  await expect(findings(app).filter({ hasText: 'Text' })).toContainText('2')
  const { bytes } = await exported(app, 'NDJSON')
  expect(bytes.toString('utf8')).toContain('correct-*****-battery')
})

test('only the frames that match are exported', async ({ app, server }) => {
  await talk(app, server.url)
  await button(app, 'Export capture…').click()
  await dialog(app).getByRole('radio', { name: 'Those matching' }).check()
  await dialog(app).getByRole('textbox', { name: 'Query of frames to export' }).fill('dir:in')
  const { bytes } = await exported(app, 'CSV')
  const rows = bytes.toString('utf8').trim().split('\r\n')
  expect(rows).toHaveLength(2)
  expect(rows[1]).toMatch(/^1,.*,in,1,text,/)
})

test('a query that cannot be read is said, and nothing is written', async ({ app, server }) => {
  await talk(app, server.url)
  await button(app, 'Export capture…').click()
  await dialog(app).getByRole('radio', { name: 'Those matching' }).check()
  await dialog(app).getByRole('textbox', { name: 'Query of frames to export' }).fill('nonsense:x')
  await button(dialog(app), /^Export \./).click()
  await expect(dialog(app).getByRole('alert').first()).toContainText('nonsense')
  await app.keyboard.press('Escape')
  await expect(dialog(app)).toBeHidden()
})

test('a file that is dropped on the window is imported, a broken one is refused', async ({ app, server }) => {
  await talk(app, server.url)
  await button(app, 'Export capture…').click()
  const { bytes } = await exported(app, 'pcapng')
  await drop(app, 'talk.pcapng', bytes)
  await expect(app.getByText('Imported talk.pcapng. Connections: 1, frames: 2')).toBeVisible()
  await expect(app.getByRole('tablist', { name: 'Connections' }).getByRole('tab')).toHaveCount(2)
  await expect(frameRow(grid(app), 1)).toContainText('password')
  await drop(app, 'cut.pcapng', bytes.subarray(0, bytes.length - 3))
  await expect(app.getByText(/The file cannot be imported: it ends in the middle of a packet/)).toBeVisible()
})

async function drop(app: Page, name: string, bytes: Uint8Array): Promise<void> {
  await app.evaluate(
    ([fileName, contents]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(contents)], fileName))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }))
    },
    [name, [...bytes]] as const,
  )
}

test("a HAR is taken by the importer of Chromium's own DevTools", async ({ app, server }, testInfo) => {
  await talk(app, server.url)
  await button(app, 'Export capture…').click()
  const { bytes } = await exported(app, 'HAR')
  const tools = (await app.context().browser()?.newPage()) ?? (await app.context().newPage())
  const isThere = await tools.goto('devtools://devtools/bundled/devtools_app.html').catch(() => null)
  // The headless shell that Playwright brings is built without them.
  testInfo.skip(isThere === null && !tools.url().startsWith('devtools:'), 'this Chromium has no DevTools')
  const imported = await tools.evaluate(async (har) => {
    // Not a module of ours: a name in a variable, so that nobody looks for it.
    const module = 'devtools://devtools/bundled/models/har/har.js'
    const { HARFormat, Importer } = await import(module)
    const requests = Importer.Importer.requestsFromHARLog(new HARFormat.HARRoot(JSON.parse(har)).log)
    return requests.map((request: DevToolsRequest) => ({
      url: request.url(),
      status: request.statusCode,
      kind: request.resourceType().name(),
      frames: request.frames().map(({ type, text, opCode }) => [type, opCode, text]),
    }))
  }, bytes.toString('utf8'))
  const hidden = `{"password":"${'*'.repeat(SECRET.length)}"}`
  expect(imported).toEqual([
    {
      url: `${server.url}/echo?token=${'*'.repeat(16)}`,
      status: 101,
      kind: 'websocket',
      frames: [
        ['send', 1, hidden],
        ['receive', 1, hidden],
      ],
    },
  ])
})

/** As far as it is looked at: front_end/core/sdk/NetworkRequest.ts of Chromium. */
interface DevToolsRequest {
  readonly url: () => string
  readonly statusCode: number
  readonly resourceType: () => { readonly name: () => string }
  readonly frames: () => { readonly type: string; readonly text: string; readonly opCode: number }[]
}
