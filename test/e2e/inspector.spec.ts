import { statSync } from 'node:fs'
import { createServer } from 'node:net'
import type { Locator, Page } from '@playwright/test'
import { button, complaintsOf, connectAndWait, expect, frameRow, grid, inspector, test } from './window.ts'

/** Opens a path that sends samples, and shows one of them. */
async function show(app: Page, url: string, seq: number): Promise<Locator> {
  await connectAndWait(app, url)
  return showFrame(app, seq)
}

async function showFrame(app: Page, seq: number): Promise<Locator> {
  await frameRow(grid(app), seq).click()
  await expect(inspector(app)).toContainText(`#${seq}`)
  return inspector(app)
}

const tab = (within: Locator, name: string): Locator => within.getByRole('tab', { name, exact: true })
const chosen = (within: Locator): Locator => within.getByRole('tab', { selected: true }).first()

async function moreViews(app: Page, view: string): Promise<void> {
  await button(inspector(app), 'More views').click()
  await app.getByRole('menuitem', { name: view, exact: true }).click()
}

test.describe('markup', () => {
  test('XML is shown in colour with its lines, and laid out; a bomb of entities is only text', async ({ app, server }) => {
    const payload = await show(app, `${server.url}/markup`, 0)
    await expect(chosen(payload)).toHaveText('Source')
    const source = payload.getByRole('region', { name: 'Source' })
    await expect(source).toContainText('5 &lt; 6 &amp; more')
    await expect(source.locator('.is-name').first()).toHaveText('order')
    await payload.getByRole('checkbox', { name: 'Lay out' }).check()
    await expect(source).toContainText('    <fill price="64123.40" size="0.4"/>')
    await showFrame(app, 1)
    await expect(source).toContainText('<!ENTITY lol9 "&lol8;')
    await expect(source).toContainText('<lolz>&lol9;</lolz>')
  })

  test('a preview of HTML shows the page; nothing of it runs, loads or leads away', async ({ app, server }) => {
    const complaints: string[] = []
    app.on('dialog', (dialog) => complaints.push(dialog.message()))
    // What the policy stopped never left; the test below counts connections, to be sure of it.
    app.on('requestfailed', (request) => {
      if (request.failure()?.errorText !== 'csp') complaints.push(request.url())
    })
    app.on('requestfinished', (request) => {
      const isOwn = /^(blob|data|about):/.test(request.url()) || new URL(request.url()).pathname.startsWith('/assets/')
      if (!isOwn) complaints.push(request.url())
    })
    const payload = await show(app, `${server.url}/markup`, 2)
    await expect(chosen(payload)).toHaveText('Source')
    await tab(payload, 'Preview').click()
    const page = app.frameLocator('iframe')
    const heading = page.getByRole('heading', { name: 'Invoice 2026-11' })
    await expect(heading).toBeVisible()
    await expect(heading).toHaveCSS('color', 'rgb(0, 97, 156)')
    await expect(page.getByRole('row')).toHaveCount(3)
    // What was loaded in itself is drawn; what lies elsewhere is not.
    await expect(page.getByAltText('a dot')).toHaveJSProperty('naturalWidth', 1)
    await page.getByText('A link').click()
    await page.getByRole('button', { name: 'Pay' }).click()
    await expect(heading).toBeVisible()
    await expect(app.locator('iframe')).toHaveAttribute('sandbox', '')
    await expect(app).toHaveTitle(/Sockscope/)
    expect(complaints).toEqual([])
  })

  test('no connection leaves a preview, not even one that is only announced', async ({ app, server }) => {
    let connections = 0
    const listener = createServer((socket) => {
      connections++
      socket.destroy()
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const address = listener.address()
    const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
    const page = `<!doctype html></head></html><!--</style>--><link rel=preconnect href="${origin}"><link rel=dns-prefetch href="${origin}">
      <link rel=stylesheet href="${origin}/a.css"><link rel=prefetch href="${origin}/b"><meta http-equiv=refresh content="0;url=${origin}/c">
      <style>@import "${origin}/d.css"; @font-face { font-family: x; src: url(${origin}/e) } h1 { font-family: x; background: url(${origin}/f) }</style>
      <template><img src="${origin}/g"></template><noscript><img src="${origin}/h"></noscript><svg><use href="${origin}/i#x"/><image href="${origin}/j"/></svg>
      <img src="${origin}/k" srcset="${origin}/l 2x"><video poster="${origin}/m" src="${origin}/n"></video><iframe src="${origin}/o" srcdoc="<img src=${origin}/p>"></iframe>
      <a href="${origin}/q" ping="${origin}/r">link</a><script src="${origin}/s"></script><h1>Here</h1>`
    await connectAndWait(app, `${server.url}/echo`)
    await app.getByRole('combobox', { name: 'Format' }).selectOption('HTML')
    await app.getByRole('textbox', { name: 'Message', exact: true }).fill(page)
    await app.keyboard.press('ControlOrMeta+Enter')
    await expect(frameRow(grid(app), 1)).toBeVisible()
    const payload = await showFrame(app, 1)
    await tab(payload, 'Preview').click()
    const heading = app.frameLocator('iframe').getByRole('heading', { name: 'Here' })
    await expect(heading).toBeVisible()
    await app.frameLocator('iframe').getByText('link').click()
    await expect(heading).toBeVisible()
    // The listener answers: whatever was under way before this connection has arrived before it.
    await app.request.get(origin).catch(() => undefined)
    expect(connections).toBe(1)
    listener.close()
  })

  test('an SVG is drawn as a picture and does nothing; one that would never end is not drawn', async ({ app, server }) => {
    const requests: string[] = []
    const payload = await show(app, `${server.url}/markup`, 3)
    app.on('request', (request) => requests.push(request.url()))
    await expect(chosen(payload)).toHaveText('Image')
    await expect(payload.getByRole('img', { name: /SVG/ })).toHaveJSProperty('naturalWidth', 360)
    await tab(payload, 'Source').click()
    await expect(payload).toContainText('onload')
    await tab(payload, 'Image').click()
    await showFrame(app, 4)
    await expect(payload).toContainText('using its own parts over and over')
    await button(payload, 'Show as text').click()
    await expect(chosen(payload)).toHaveText('Text')
    expect(requests.filter((url) => !url.startsWith('blob:'))).toEqual([])
  })
})

test.describe('media', () => {
  test('an image is drawn with its size, fitted or at its own', async ({ app, server }) => {
    const payload = await show(app, `${server.url}/media`, 0)
    await expect(chosen(payload)).toHaveText('Image')
    await expect(payload.getByRole('img', { name: /PNG/ })).toHaveJSProperty('naturalWidth', 240)
    await expect(payload).toContainText('240 × 240')
    await payload.getByRole('combobox', { name: 'Zoom' }).selectOption('100 %')
    await expect(payload.getByRole('img', { name: /PNG/ })).toHaveCSS('width', '240px')
    await showFrame(app, 1)
    await expect(payload).toContainText('BMP')
    await expect(payload.getByRole('img', { name: /BMP/ })).toHaveJSProperty('naturalWidth', 8)
  })

  test('an image that announces more pixels than there is memory is not decoded', async ({ app, server }) => {
    const payload = await show(app, `${server.url}/media`, 4)
    await expect(payload).toContainText('50,000 × 50,000')
    await expect(payload.getByRole('img')).toHaveCount(0)
    await expect(button(payload, /Show anyway/)).toHaveCount(0)
    await showFrame(app, 5)
    await expect(payload).toContainText('6,000 × 6,000')
    await expect(payload.getByRole('img')).toHaveCount(0)
    await button(payload, /Show anyway/).click()
    await expect(payload.getByRole('img', { name: /PNG/ })).toBeVisible()
  })

  test('audio is played by the browser; other bytes as raw samples', async ({ app, server }) => {
    const payload = await show(app, `${server.url}/media`, 2)
    await expect(chosen(payload)).toHaveText('Audio')
    await expect(payload).toContainText('0.50 s')
    await showFrame(app, 3)
    await expect(chosen(payload)).toHaveText('Hex')
    await moreViews(app, 'Audio')
    await expect(payload).toContainText('0.50 s')
    await payload.getByRole('combobox', { name: 'Samples a second' }).selectOption('8,000 Hz')
    await expect(payload).toContainText('1.50 s')
  })
})

test.describe('packed', () => {
  test('gzip and zlib are unpacked into the same views, with both sizes', async ({ app, server }) => {
    const payload = await show(app, `${server.url}/packed`, 0)
    await expect(chosen(payload)).toHaveText('Unpacked')
    await expect(payload).toContainText(/\d+ B packed, \d+ B unpacked/)
    await expect(payload.getByRole('tree', { name: 'JSON tree' })).toContainText('"São Paulo"')
    await showFrame(app, 1)
    await expect(payload.getByRole('grid', { name: 'Table' })).toContainText('ETH-USD')
    await showFrame(app, 2)
    await expect(payload).toContainText('Twice around.')
    await showFrame(app, 3)
    await expect(payload).toContainText('Damaged or cut off')
    await expect(payload).toContainText('9007199254740993')
  })

  test('a bomb is unpacked as far as the limit', async ({ app, server }) => {
    const payload = await show(app, `${server.url}/packed`, 4)
    await expect(payload).toContainText('The first 64.0 MiB; there is more', { timeout: 30_000 })
    await expect(payload.getByRole('grid', { name: 'Bytes' })).toContainText('00 00 00 00')
  })
})

test('a table is read by its quotes, with its head, and by keyboard', async ({ app, server }) => {
  const payload = await show(app, `${server.url}/tables`, 0)
  await expect(chosen(payload)).toHaveText('Table')
  const table = payload.getByRole('grid', { name: 'Table' })
  await expect(table.getByRole('columnheader', { name: 'symbol' })).toBeVisible()
  await expect(payload).toContainText('2,000 rows, 5 columns, parted by commas')
  await table.focus()
  await app.keyboard.press('End')
  await expect(table).toContainText('66998.50')
  await payload.getByRole('checkbox', { name: 'First line is the header' }).uncheck()
  await expect(payload).toContainText('2,001 rows')
  // Its lines differ, so that it is not taken for a table; it can be read as one.
  await showFrame(app, 2)
  await expect(chosen(payload)).toHaveText('Text')
  await moreViews(app, 'Table')
  await expect(payload.getByRole('grid', { name: 'Table' })).toContainText('said "yes"⇤↵on two lines')
  await expect(payload).toContainText('1 row differs in its fields')
})

test('a compressed message is read as it was inflated, or as it crossed the wire', async ({ app, server }) => {
  await connectAndWait(app, `${server.url}/deflate`)
  await app.getByRole('textbox', { name: 'Message', exact: true }).fill('again '.repeat(300))
  await app.keyboard.press('ControlOrMeta+Enter')
  await expect(frameRow(grid(app), 1)).toBeVisible()
  const payload = await showFrame(app, 1)
  await expect(payload).toContainText(/% saved \(\d+\.\d : 1\)/)
  const of = payload.getByRole('combobox', { name: 'Payload of' })
  await expect(of).toContainText(/Inflated · 1\.76 KiB/)
  await of.selectOption({ label: (await of.locator('option').nth(1).textContent()) ?? '' })
  await expect(chosen(payload)).toHaveText('Hex')
  // What was taken from the stream is deflate without its end, which the inspector says.
  await moreViews(app, 'Unpacked')
  await expect(payload).toContainText('again again again')
})

test('hex: times and varints in either byte order; a selection by keyboard is copied', async ({ app, server }) => {
  const payload = await show(app, `${server.url}/binary`, 3)
  const bytes = payload.getByRole('grid', { name: 'Bytes' })
  await bytes.focus()
  for (let step = 0; step < 0x41; step++) await app.keyboard.press('ArrowRight')
  await app.keyboard.press('Shift+ArrowRight')
  await app.keyboard.press('Shift+ArrowRight')
  await expect(payload).toContainText('Selected 3 B')
  const numbers = payload.getByLabel('Numbers that begin here')
  const times = payload.getByLabel('Points in time that begin here')
  await expect(numbers).toContainText('uleb65 (1 B)')
  await expect(times).toContainText('2006-') // 0x44434241
  await payload.getByRole('combobox', { name: 'Byte order' }).selectOption('Big-endian')
  await expect(times).toContainText('2004-') // 0x41424344
  await app.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await button(payload, 'Copy the selection').click()
  await app.getByRole('menuitem', { name: 'Copy as C array' }).click()
  await expect
    .poll(() => app.evaluate(() => navigator.clipboard.readText()))
    .toBe('const unsigned char bytes_65[3] = {\n  0x41, 0x42, 0x43,\n};\n')
})

test.describe('finding', () => {
  test('in text: the count, the next, the one before, case, expressions, and Escape', async ({ app, server }) => {
    const payload = await show(app, `${server.url}/tables`, 1)
    await tab(payload, 'Text').click()
    await payload.getByRole('region', { name: 'Payload as text' }).focus()
    await app.keyboard.press('ControlOrMeta+F')
    const count = payload.getByRole('status', { name: 'Matches' })
    await app.keyboard.type('O')
    await expect(count).toHaveText('1 of 3')
    await app.keyboard.press('Enter')
    await expect(count).toHaveText('2 of 3')
    await app.keyboard.press('Shift+Enter')
    await app.keyboard.press('Shift+Enter')
    await expect(count).toHaveText('3 of 3')
    await payload.getByRole('checkbox', { name: 'Match case' }).check()
    await expect(count).toHaveText('No match')
    await payload.getByRole('combobox', { name: 'Look for' }).selectOption('Regular expression')
    await payload.getByRole('textbox', { name: 'Find', exact: true }).fill('\\d\\d$')
    await expect(count).toHaveText('1 of 3')
    expect(await app.evaluate(() => [CSS.highlights.get('found')?.size, CSS.highlights.get('found-current')?.size])).toEqual([2, 1])
    await payload.getByRole('textbox', { name: 'Find', exact: true }).fill('(')
    await expect(count).toHaveText('Not a regular expression')
    await payload.getByRole('textbox', { name: 'Find', exact: true }).press('Escape')
    await expect(count).toHaveCount(0)
    await expect(payload.getByRole('region', { name: 'Payload as text' })).toBeFocused()
  })

  test('goes on from row to row, and leaves the focus in the list', async ({ app, server }) => {
    const payload = await show(app, `${server.url}/json`, 0)
    await button(payload, 'Find in payload').click()
    await app.keyboard.type('type')
    await expect(payload.getByRole('status', { name: 'Matches' })).toHaveText('1 of 1')
    await grid(app).focus()
    for (const [seq, count] of ['1 of 1', '1 of 1', 'No match'].entries()) {
      await app.keyboard.press('ArrowDown')
      await expect(payload).toContainText(`#${seq + 1}`)
      await expect(payload.getByRole('status', { name: 'Matches' })).toHaveText(count)
      await expect(grid(app)).toBeFocused()
    }
  })

  test('in a JSON tree a match is opened and selected; in bytes it is selected', async ({ app, server }) => {
    const payload = await show(app, `${server.url}/json`, 3)
    await payload.getByRole('tree', { name: 'JSON tree' }).focus()
    await app.keyboard.press('ControlOrMeta+F')
    await app.keyboard.type('wrold')
    await expect(payload.getByRole('treeitem', { selected: true })).toContainText('Cannot find name')
    await tab(payload, 'Hex').click()
    await payload.getByRole('combobox', { name: 'Look for' }).selectOption('Hex bytes')
    await payload.getByRole('textbox', { name: 'Find', exact: true }).fill('77 72 6f 6c 64')
    await expect(payload.getByRole('status', { name: 'Matches' })).toHaveText('1 of 1')
    await expect(payload).toContainText('Selected 5 B')
  })

  test('an expression that would take for ever is given up, and the window goes on', async ({ app, server }) => {
    await connectAndWait(app, `${server.url}/echo`)
    await app.getByRole('textbox', { name: 'Message', exact: true }).fill(`${'a'.repeat(40)}!`)
    await app.keyboard.press('ControlOrMeta+Enter')
    await expect(frameRow(grid(app), 1)).toBeVisible()
    const payload = await showFrame(app, 1)
    await button(payload, 'Find in payload').click()
    await payload.getByRole('combobox', { name: 'Look for' }).selectOption('Regular expression')
    await payload.getByRole('textbox', { name: 'Find', exact: true }).fill('^(a+)+$')
    await tab(payload, 'Hex').click()
    await expect(payload.getByRole('grid', { name: 'Bytes' })).toBeVisible()
    await expect(payload.getByRole('status', { name: 'Matches' })).toContainText('this expression takes too long', { timeout: 20_000 })
  })
})

test('a view that is chosen is remembered for its kind', async ({ app, server }) => {
  const payload = await show(app, `${server.url}/markup`, 0)
  await tab(payload, 'Text').click()
  await showFrame(app, 3)
  await expect(chosen(payload)).toHaveText('Image')
  await showFrame(app, 1)
  await expect(chosen(payload)).toHaveText('Text')
})

/** The longest time between two frames of the window, from now until it is asked, in milliseconds. */
async function watchFrames(app: Page): Promise<() => Promise<number>> {
  await app.evaluate(() => {
    const watch = { last: performance.now(), worst: 0 }
    Object.assign(window, { watch })
    const look = (now: number): void => {
      watch.worst = Math.max(watch.worst, now - watch.last)
      watch.last = now
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  return () => app.evaluate(() => Math.round((window as unknown as { watch: { worst: number } }).watch.worst))
}

test.describe('a payload of 100 MB', () => {
  test.setTimeout(180_000)

  test('is read, walked through and searched as text; too large a tree says so', async ({ app, server }) => {
    const complaints = complaintsOf(app)
    await connectAndWait(app, `${server.url}/large?mb=100&as=json`)
    await expect(frameRow(grid(app), 0)).toBeVisible({ timeout: 60_000 })
    const worst = await watchFrames(app)
    const payload = await showFrame(app, 0)
    await expect(payload).toContainText('"symbol":"BTC-USD"')
    await expect(payload).toContainText('of 95.4 MiB shown')
    await button(payload, 'To the end').click()
    await expect(payload).toContainText(']}')
    await tab(payload, 'JSON').click()
    await expect(payload).toContainText('trees are drawn up to 16.0 MiB')
    await button(payload, 'Show as text').click()
    await button(payload, 'Find in payload').click()
    await app.keyboard.type('"id":1500000,')
    await expect(payload.getByRole('status', { name: 'Matches' })).toHaveText('1 of 1', { timeout: 120_000 })
    await expect(payload.getByRole('region', { name: 'Payload as text' })).toContainText('"id":1500000,')
    console.info(`100 MB of JSON: the longest gap between two frames was ${await worst()} ms`)
    expect(complaints).toEqual([])
  })

  test('is saved without passing through the page', async ({ app, server }) => {
    await connectAndWait(app, `${server.url}/large?mb=100&as=csv`)
    await expect(frameRow(grid(app), 0)).toBeVisible({ timeout: 60_000 })
    const payload = await showFrame(app, 0)
    await expect(payload.getByRole('grid', { name: 'Table' })).toContainText('BTC-USD')
    const download = app.waitForEvent('download')
    await button(payload, 'Copy or save the payload').click()
    await app.getByRole('menuitem', { name: 'Save to file…' }).click()
    expect((await download).suggestedFilename()).toBe('message-0.csv')
    expect(statSync(await (await download).path()).size).toBe(100_000_000)
  })

  test('is walked through and searched as bytes', async ({ app, server }) => {
    await connectAndWait(app, `${server.url}/large?mb=100&as=binary`)
    await expect(frameRow(grid(app), 0)).toBeVisible({ timeout: 60_000 })
    const worst = await watchFrames(app)
    const payload = await showFrame(app, 0)
    const bytes = payload.getByRole('grid', { name: 'Bytes' })
    await expect(bytes).toContainText('00000000')
    await bytes.focus()
    await app.keyboard.press('ControlOrMeta+End')
    await expect(bytes).toContainText('05f5e0f0')
    await app.keyboard.press('ControlOrMeta+F')
    await payload.getByRole('combobox', { name: 'Look for' }).selectOption('Hex bytes')
    await payload.getByRole('textbox', { name: 'Find', exact: true }).fill('00 00 00 00 05 00 00 00')
    await expect(payload.getByRole('status', { name: 'Matches' })).toHaveText('1 of 1', { timeout: 120_000 })
    await expect(payload).toContainText('Offset 83,886,080')
    console.info(`100 MB of bytes: the longest gap between two frames was ${await worst()} ms`)
  })
})
