import type { Page } from '@playwright/test'
import { startHostileServer, switching } from '#test/engine/hostile/hostile-server.ts'
import { closePayload, frame } from '#test/support/frame-builder.ts'
import { startRawServer } from '#test/support/raw-server.ts'
import { complaintsOf, connectAndWait, connectTo, expect, frameRow, grid, inspector, send, stateOf, test, urlField } from './window.ts'

const SAMPLES = 5

/** NUL, ESC, a C1 control, an override and an isolate that are never ended, marks without a letter under them. */
const EVIL = '\u0000\u001b[31m\u009b\u202egnp\u2066\u0301\u0301\u20dd'
/** The same as the window has to show it; marks are harmless in a box of their own. */
const SHOWN = '\\u0000\\u001b[31m\\u009b\\u202egnp\\u2066\u0301\u0301\u20dd'
const LONG_LINE = `${EVIL}${'long '.repeat(2 * 1024 * 1024)}`

/** What in the page would act rather than be read: in its text, its tooltips and its names. */
const actingIn = (app: Page): Promise<readonly string[]> =>
  app.evaluate(() => {
    const texts = [document.title, document.body.innerText]
    for (const element of document.querySelectorAll('[title], [aria-label]'))
      texts.push(...['title', 'aria-label'].map((name) => element.getAttribute(name) ?? ''))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    return texts.flatMap((text) => text.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g) ?? [])
  })

/** Nothing acts, and nothing pushes the window wider or higher than it is. */
async function expectCalm(app: Page): Promise<void> {
  expect(await actingIn(app)).toEqual([])
  const beyond = await app.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement
    return { width: scrollWidth - clientWidth, height: scrollHeight - clientHeight }
  })
  expect(beyond).toEqual({ width: 0, height: 0 })
}

async function openTab(app: Page): Promise<void> {
  await expect(urlField(app)).toBeVisible()
  await app.keyboard.press('Alt+N')
}

test('HTML, escapes of a terminal and bidirectional overrides from a server are text', async ({ app, server }) => {
  const complaints = complaintsOf(app)
  await app.reload()
  await connectAndWait(app, `${server.url}/html`)
  const frames = grid(app)
  await expect(frameRow(frames, SAMPLES - 1)).toContainText('<iframe src="https://example.com">')
  await expect(frameRow(frames, 1)).toContainText('\\u001b[31mred')
  await expect(frameRow(frames, 2)).toContainText('user \\u202egnp.exe')

  await frameRow(frames, 0).click()
  for (let seq = 0; seq < SAMPLES; seq++) {
    await expect(inspector(app)).toContainText(`#${seq}`)
    for (const view of ['Hex', 'Frame', 'Text']) {
      await inspector(app).getByRole('tab', { name: view, exact: true }).click()
      // Elements that only the payloads know of.
      await expect(app.locator('h1, iframe, img, [onclick], a[href^="javascript"]')).toHaveCount(0)
    }
    await frames.focus()
    await app.keyboard.press('ArrowDown')
  }
  await expect(app).toHaveTitle(/Sockscope/)
  // A message that was received is composed again by hand: it is text there too.
  await app.getByRole('combobox', { name: 'Format' }).selectOption('HTML')
  await app.getByRole('textbox', { name: 'Message', exact: true }).fill('<img src=x onerror="alert(4)">')
  await app.keyboard.press('ControlOrMeta+Enter')
  await expect(frameRow(frames, SAMPLES + 1)).toContainText('<img src=x onerror="alert(4)">')
  await expect(app.locator('img')).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('NUL, overrides and a line of 10 MB in messages, JSON and the close reason are shown as signs; another connection goes on', async ({
  app,
  server,
}) => {
  const complaints = complaintsOf(app)
  const hostile = await startRawServer(({ socket }) => {
    const text = (payload: string): Uint8Array => frame({ opcode: 1, payload })
    const json = JSON.stringify({ [`key ${EVIL}`]: `value ${EVIL}`, long: LONG_LINE })
    socket.write(Buffer.concat([text(EVIL), text(JSON.stringify({ [`key ${EVIL}`]: `value ${EVIL}` })), text(LONG_LINE), text(json)]))
    socket.end(frame({ opcode: 8, payload: closePayload(4000, `reason ${EVIL}`) }))
  })
  await connectAndWait(app, `${server.url}/echo`)
  await openTab(app)
  await connectTo(app, hostile.url)
  await expect(stateOf(app)).toHaveText('Closed')
  const frames = grid(app)
  await expect(frameRow(frames, 0)).toContainText(SHOWN)
  await expect(frameRow(frames, 2)).toContainText(`${SHOWN}long long`)
  await expectCalm(app)
  for (let seq = 0; seq < 5; seq++) {
    await frameRow(frames, seq).click()
    await expect(inspector(app)).toContainText(`#${seq}`)
    for (const tab of await inspector(app).getByRole('tab').all()) {
      await tab.click()
      await expect(tab).toHaveAttribute('aria-selected', 'true')
      await expectCalm(app)
    }
  }
  await frameRow(frames, 1).click()
  await inspector(app).getByRole('tab', { name: 'JSON', exact: true }).click()
  await expect(inspector(app)).toContainText('gnp')
  await expectCalm(app)
  await app.getByRole('button', { name: /^Closed / }).click()
  await expect(inspector(app)).toContainText(`reason ${SHOWN}`)
  await expectCalm(app)

  await app.getByRole('tab', { name: /\/echo/ }).click()
  await expect(stateOf(app)).toHaveText('Open')
  await send(app, 'still here')
  await expect(frameRow(grid(app), 1)).toContainText('still here')
  expect(complaints).toEqual([])
  await hostile.close()
})

const EVIL_VALUE = '\u202egnp\u2066\u0301\u20dd'

/** A head is shown byte by byte (RFC 9110 section 5.5): what is UTF-8 elsewhere stands there as Latin-1, its C1 controls as signs. */
const inHead = (text: string): string =>
  [...Buffer.from(text).toString('latin1')]
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is shown as signs.
    .map((byte) => (/[\u0000-\u001f\u007f-\u009f\u00ad]/.test(byte) ? `\\u${byte.charCodeAt(0).toString(16).padStart(4, '0')}` : byte))
    .join('')

/** What the server answers, and what of it the window has to show. */
const ANSWERS: readonly (readonly [what: string, answer: (accept: string) => string, shown: readonly string[]])[] = [
  [
    'a header, a cookie and the subprotocol of a 101',
    (accept) => switching(accept, `X-Evil: ${EVIL_VALUE}`, `Set-Cookie: a=${EVIL_VALUE}`, `Sec-WebSocket-Protocol: ${EVIL_VALUE}`),
    [inHead(EVIL_VALUE), `a=${inHead(EVIL_VALUE)}`],
  ],
  [
    'the status text and the body of a refusal',
    () =>
      `HTTP/1.1 403 No ${EVIL_VALUE}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(LONG_LINE)}\r\n\r\n${LONG_LINE}`,
    [`403 No ${inHead(EVIL_VALUE)}`, `${SHOWN}long long`],
  ],
  [
    'the Location of a redirect',
    () => `HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1/${EVIL_VALUE}\r\nContent-Length: 0\r\n\r\n`,
    [`ws://127.0.0.1/${inHead(EVIL_VALUE)}`],
  ],
  ['controls in a header', (accept) => switching(accept, `X-Evil: ${EVIL}`), [inHead(EVIL)]],
  ['controls in a status text', () => `HTTP/1.1 403 ${EVIL}\r\nContent-Length: 0\r\n\r\n`, [`403 ${inHead(EVIL)}`]],
  ['controls in a Location', () => `HTTP/1.1 302 Found\r\nLocation: ${EVIL}\r\nContent-Length: 0\r\n\r\n`, [inHead(EVIL)]],
  ['a line of 10 MB in the head', (accept) => switching(accept, `X-Long: ${LONG_LINE}`), [`X-Long: ${inHead(EVIL)}long long`]],
]

test('the same in whatever the handshake shows', async ({ app, server }) => {
  test.slow()
  const complaints = complaintsOf(app)
  await connectAndWait(app, `${server.url}/echo`)
  for (const [what, answer, shown] of ANSWERS) {
    await test.step(what, async () => {
      const hostile = await startHostileServer((socket, accept) => void socket.write(answer(accept)))
      await openTab(app)
      await connectTo(app, hostile.url)
      await expect(stateOf(app)).toHaveText(/^(?:Open|Closed)$/)
      for (const text of shown) await expect(inspector(app)).toContainText(text)
      await expectCalm(app)
      await hostile.close()
    })
  }
  await app.getByRole('tab', { name: /\/echo/ }).click()
  await expect(stateOf(app)).toHaveText('Open')
  await send(app, 'still here')
  await expect(frameRow(grid(app), 1)).toContainText('still here')
  expect(complaints).toEqual([])
})
