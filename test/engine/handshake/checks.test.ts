import { once } from 'node:events'
import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { attempt, serve, specOf, switching } from './bench.ts'

async function answered(answer: (socket: Socket, head: string) => void, changes: Parameters<typeof specOf>[1] = {}) {
  const { port } = await serve(answer)
  const { error, report } = await attempt(specOf(`ws://127.0.0.1:${port}/`, changes))
  expect(report.failure).toEqual({ code: error?.code, message: error?.message, hint: error?.hint })
  return report
}

describe('a 101 that breaks a rule (RFC 6455 section 4.1, RFC 7692 section 7.1)', () => {
  const offering = { subprotocols: [{ name: 'chat', enabled: true }] }
  const without = (line: RegExp) => (text: string) => text.replace(line, '')
  const adding = (line: string) => (text: string) => text.replace(/\r\n$/, `${line}\r\n\r\n`)
  it.each([
    ['no Upgrade', 'handshake.upgrade-missing', 'upgrade', without(/Upgrade: websocket\r\n/), {}],
    ['another Upgrade', 'handshake.upgrade-missing', 'upgrade', (text: string) => text.replace(': websocket', ': h2c'), {}],
    ['no Connection', 'handshake.upgrade-missing', 'connection', without(/Connection: Upgrade\r\n/), {}],
    ['Connection: close', 'handshake.upgrade-missing', 'connection', (text: string) => text.replace('n: Upgrade', 'n: close'), {}],
    ['no Accept', 'handshake.accept-mismatch', 'accept', without(/Sec-WebSocket-Accept.*\r\n/), {}],
    [
      'a wrong Accept',
      'handshake.accept-mismatch',
      'accept',
      (text: string) => text.replace(/Accept: .*/, 'Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo='),
      {},
    ],
    ['two Accepts', 'handshake.accept-mismatch', 'accept', adding('Sec-WebSocket-Accept: x'), {}],
    ['a subprotocol though none was offered', 'handshake.unasked-subprotocol', 'subprotocol', adding('Sec-WebSocket-Protocol: chat'), {}],
    ['another subprotocol than offered', 'handshake.unasked-subprotocol', 'subprotocol', adding('Sec-WebSocket-Protocol: CHAT'), offering],
    ['two subprotocols', 'handshake.unasked-subprotocol', 'subprotocol', adding('Sec-WebSocket-Protocol: chat, chat'), offering],
    [
      'an extension that was not offered',
      'handshake.unasked-extension',
      'extension',
      adding('Sec-WebSocket-Extensions: x-webkit-deflate-frame'),
      {},
    ],
    [
      'an extension header that cannot be read',
      'handshake.invalid-extension',
      'extension',
      adding('Sec-WebSocket-Extensions: permessage-deflate; ='),
      {},
    ],
    [
      'a parameter nobody knows',
      'handshake.invalid-extension',
      'extension-parameters',
      adding('Sec-WebSocket-Extensions: permessage-deflate; x=1'),
      {},
    ],
    [
      'permessage-deflate twice',
      'handshake.invalid-extension',
      'extension-parameters',
      adding('Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate'),
      {},
    ],
  ])('%s', async (_, code, check, change, changes) => {
    const report = await answered((socket, head) => void socket.write(change(switching(head))), changes)
    expect(report.response?.status).toBe(101)
    const broken = report.checks.filter(({ ok }) => !ok)
    expect(broken).toEqual([{ id: check, ok: false, rfc: expect.stringMatching(/^(6455|7692) \d/), text: report.failure?.message }])
    expect(report.failure).toMatchObject({ code, hint: expect.stringMatching(/\.$/) })
  })

  it('judges all rules; the first broken one is the failure', async () => {
    const report = await answered(
      (socket) => void socket.write('HTTP/1.1 101 X\r\nSec-WebSocket-Protocol: x\r\nSec-WebSocket-Extensions: y\r\n\r\n'),
    )
    expect(report.failure?.code).toBe('handshake.upgrade-missing')
    expect(report.checks.map(({ ok }) => ok)).toEqual([true, false, false, false, false, false, true])
    expect(report.accept).toMatchObject({ received: null, expected: expect.stringMatching(/=$/) })
  })

  it('leaves no connection behind', async () => {
    const server = await serve((socket) => void socket.write('HTTP/1.1 101 X\r\n\r\n'))
    expect((await attempt(specOf(`ws://127.0.0.1:${server.port}/`))).error).not.toBeNull()
    await Promise.all([...server.sockets].map((socket) => once(socket.resume(), 'close')))
  })
})
