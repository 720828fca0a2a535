import type { Locator, Page } from '@playwright/test'
import { closePayload, frame } from '#test/support/frame-builder.ts'
import { startRawServer } from '#test/support/raw-server.ts'
import { button, connectTo, expect, frameRow, grid, inspector, send, stateOf, test, urlField } from './window.ts'

// What the window says of a server that breaks a rule, goes past a limit, or falls silent.

/** Of a client, with a code and no reason. */
const CLOSE_FRAME_BYTES = 8

const field = (app: Page, name: string): Locator => app.getByRole('textbox', { name, exact: true })
const failureIn = (app: Page): Locator => app.getByRole('region', { name: /^Capture of/ }).getByRole('alert')
const counts = (app: Page): Locator => app.getByRole('status', { name: 'Counts', exact: true })

async function openOptions(app: Page): Promise<void> {
  await expect(urlField(app)).toBeVisible()
  await app.keyboard.press('Alt+N')
  const request = app.getByRole('region', { name: 'Request', exact: true })
  await request.getByRole('tab', { name: /^Options/ }).click()
}

/** The inspector's view of how the connection ended. */
async function showClose(app: Page): Promise<Locator> {
  await app.getByRole('button', { name: /^Closed / }).click()
  return inspector(app)
}

test('strict: text that is not UTF-8 ends the connection with 1007; a button makes the spec tolerant', async ({ app, server }) => {
  await connectTo(app, `${server.url}/bad-utf8`)
  await expect(stateOf(app)).toHaveText('Closed')
  await expect(failureIn(app)).toContainText('Frame 1 breaks RFC 6455 section 8.1: A text message must be valid UTF-8.')
  await expect(failureIn(app)).toContainText('message.not-utf8')
  const close = await showClose(app)
  await expect(close).toContainText('1007 Invalid frame payload data')
  await expect(close).toContainText('IANA, for the protocol itself (1000 to 2999)')
  await expect(close).toContainText('sent from here')

  await button(failureIn(app), 'Go on in spite of violations').click()
  await expect(stateOf(app)).toHaveText('Open')
  await expect(counts(app)).toContainText('1 violation')
})

test('tolerant: the violation is named on its frame, with its section, and the connection goes on', async ({ app, server }) => {
  await openOptions(app)
  await app.getByRole('checkbox', { name: /^Tolerant/ }).check()
  await connectTo(app, `${server.url}/bad-utf8`)
  await expect(frameRow(grid(app), 1)).toContainText('✕ A text message must be valid UTF-8. RFC 6455 8.1')
  await expect(stateOf(app)).toHaveText('Open')
  await send(app, 'still here')
  await expect(frameRow(grid(app), 2)).toContainText('still here')
  await frameRow(grid(app), 1).click()
  await expect(inspector(app)).toContainText('Violation. A text message must be valid UTF-8. RFC 6455 8.1. It demands close code 1007')
  await expect(stateOf(app)).toHaveText('Open')
  await expect(failureIn(app)).toHaveCount(0)
})

test('a limit that is passed names its setting, and a button raises it', async ({ app, server }) => {
  await openOptions(app)
  await field(app, 'Largest message').fill('100')
  await connectTo(app, `${server.url}/json`)
  await expect(failureIn(app)).toContainText('message.too-large')
  await expect(failureIn(app)).toContainText('maxMessageBytes is 100 bytes.')
  await expect(failureIn(app)).toContainText('“Largest message”')
  await expect(await showClose(app)).toContainText('1009 Message too big')
  await button(failureIn(app), 'Allow ten times as much').click()
  await expect(field(app, 'Largest message')).toHaveValue('1000')
})

test('a server that answers no ping is told as such, with who ended TCP', async ({ app }) => {
  const server = await startRawServer(() => undefined)
  await openOptions(app)
  await field(app, 'Ping every').fill('50')
  await field(app, 'Pong timeout').fill('50')
  await connectTo(app, server.url)
  await expect(failureIn(app)).toContainText('keepalive.timeout')
  await expect(failureIn(app)).toContainText('did not answer a keep-alive ping within 50 ms')
  await expect(frameRow(grid(app), 0)).toContainText('ping')
  const close = await showClose(app)
  await expect(close).toContainText('1006 Abnormal closure')
  await expect(close).toContainText('Sockscope: a ping was not answered in time')
  await server.close()
})

test('pings stay unanswered where that is asked for', async ({ app }) => {
  const ping = (payload: string): Uint8Array => frame({ opcode: 9, payload })
  const server = await startRawServer(({ socket }) => void socket.write(Buffer.concat([ping('one'), ping('two')])))
  await connectTo(app, server.url)
  await expect(grid(app).getByRole('row', { name: /sent pong/ })).toHaveCount(2)

  await openOptions(app)
  await app.getByRole('checkbox', { name: 'Answer pings of the server' }).uncheck()
  await connectTo(app, server.url)
  await expect(frameRow(grid(app), 1)).toContainText('two')
  // What is sent afterwards is the next frame: no pong went before it.
  await send(app, 'no pong')
  await expect(frameRow(grid(app), 2)).toContainText('no pong')
  await expect(grid(app).getByRole('row', { name: /pong \d/ })).toHaveCount(0)
  await server.close()
})

test('bytes after the protocol broke are rows of their own, and open in hex', async ({ app }) => {
  const rubbish = Buffer.from('fffefdfc00010203', 'hex')
  const server = await startRawServer(async ({ socket, until }) => {
    socket.write(frame({ opcode: 2, announcedBytes: 1n << 63n }))
    await until(CLOSE_FRAME_BYTES)
    socket.write(rubbish)
  })
  await connectTo(app, server.url)
  await expect(failureIn(app)).toContainText('RFC 6455 section 5.2')
  const raw = grid(app).getByRole('row', { name: /received raw/ })
  await expect(raw).toContainText('Bytes that belong to no frame')
  await raw.click()
  await expect(inspector(app)).toContainText('received raw bytes')
  await expect(inspector(app).getByRole('tab', { name: 'Hex', exact: true })).toHaveAttribute('aria-selected', 'true')
  await expect(inspector(app)).toContainText('ff fe fd fc 00 01 02 03')
  // What was announced never came, and is not counted.
  await expect(counts(app)).toContainText(`${10 + rubbish.length} B`)
  await server.close()
})

test.describe('who ended the connection, and how', () => {
  test('a close frame of the server, with its reason', async ({ app, server }) => {
    await connectTo(app, `${server.url}/close/4001?reason=Session%20ended`)
    const close = await showClose(app)
    await expect(close).toContainText('sent by the server')
    await expect(close).toContainText('4001 Session ended')
    await expect(close).toContainText('none: private use')
    await expect(close).toContainText(/Close frames apart[\d,]+ µs/)
    await expect(close).toContainText('Yes: close frames went both ways')
  })

  test('a close frame from here', async ({ app, server }) => {
    await connectTo(app, `${server.url}/echo`)
    await button(app, 'Disconnect').click()
    const close = await showClose(app)
    await expect(close).toContainText('sent from here')
    await expect(close).toContainText('the server, with FIN')
  })

  test('FIN without a close frame', async ({ app, server }) => {
    await connectTo(app, `${server.url}/no-close`)
    const close = await showClose(app)
    await expect(close).toContainText('1006')
    await expect(close).toContainText('nobody sent one')
    await expect(close).toContainText('the server, with FIN')
  })

  test('RST', async ({ app, server }) => {
    await connectTo(app, `${server.url}/reset`)
    await expect(await showClose(app)).toContainText('the server, with RST')
  })

  test('FIN inside a frame', async ({ app, server }) => {
    await connectTo(app, `${server.url}/unfinished`)
    await expect(await showClose(app)).toContainText('Cut offframe 0')
    await expect(frameRow(grid(app), 0)).toContainText('The connection ended inside')
  })

  test('a close frame whose reason is not UTF-8', async ({ app }) => {
    const server = await startRawServer(({ socket }) => {
      socket.write(frame({ opcode: 8, payload: closePayload(1000, Uint8Array.of(0xff, 0xfe)) }))
    })
    await openOptions(app)
    await field(app, 'Close timeout').fill('50')
    await connectTo(app, server.url)
    await expect(await showClose(app)).toContainText('1007')
    await server.close()
  })
})
