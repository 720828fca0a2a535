import { once } from 'node:events'
import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
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
      'Sec-WebSocket-Extensions twice',
      'handshake.invalid-extension',
      'single',
      adding('Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Extensions:'),
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
    expect(report.checks.map(({ ok }) => ok)).toEqual([true, false, false, false, false, true, false, true])
    expect(report.accept).toMatchObject({ received: null, expected: expect.stringMatching(/=$/) })
  })

  it('leaves no connection behind', async () => {
    const server = await serve((socket) => void socket.write('HTTP/1.1 101 X\r\n\r\n'))
    expect((await attempt(specOf(`ws://127.0.0.1:${server.port}/`))).error).not.toBeNull()
    await Promise.all([...server.sockets].map((socket) => once(socket.resume(), 'close')))
  })
})

describe('a tolerant connection', () => {
  const options = { ...DEFAULT_SPEC.options, tolerant: true }

  it('is opened in spite of every rule that is broken, and each is named', async () => {
    const { port } = await serve((socket) => {
      socket.write(
        'HTTP/1.1 101 X\r\nSec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=16; x\r\n\r\n',
      )
    })
    const { error, opened, report } = await attempt(specOf(`ws://127.0.0.1:${port}/`, { options }))
    expect(error).toBeNull()
    expect(report.checks.filter(({ ok }) => !ok).map(({ id }) => id)).toEqual([
      'upgrade',
      'connection',
      'accept',
      'subprotocol',
      'extension-parameters',
    ])
    expect(opened?.negotiated).toMatchObject({
      subprotocol: 'chat',
      deflate: { serverNoContextTakeover: false, serverMaxWindowBits: 15, clientMaxWindowBits: 15 },
    })
  })

  it('is not opened by an answer other than 101', async () => {
    const { port } = await serve((socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
    const { error } = await attempt(specOf(`ws://127.0.0.1:${port}/`, { options }))
    expect(error?.code).toBe('handshake.not-upgraded')
  })
})

describe('headers that override the protocol’s own', () => {
  const written = (name: string, value: string) => ({ name, value, enabled: true })

  it('are sent, judged by, and named', async () => {
    let asked = ''
    const { port } = await serve((socket, head) => {
      asked = head
      socket.write(switching(head, 'Sec-WebSocket-Protocol: own', 'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9'))
    })
    const headers = [
      written('sec-websocket-key', 'not even base64'),
      written('Sec-WebSocket-Version', '12'),
      written('Sec-WebSocket-Protocol', 'own'),
      written('Sec-WebSocket-Extensions', 'permessage-deflate; server_max_window_bits=9'),
      written('X-Mine', '1'),
    ]
    const { error, report } = await attempt(specOf(`ws://127.0.0.1:${port}/`, { headers }))
    expect(error).toBeNull()
    for (const name of ['key', 'version', 'protocol', 'extensions']) {
      expect(asked.match(new RegExp(`^sec-websocket-${name}:`, 'gim')), name).toHaveLength(1)
    }
    expect(report.accept).toMatchObject({ key: 'not even base64' })
    expect(report.negotiated).toMatchObject({ subprotocol: 'own', deflate: { serverMaxWindowBits: 9 } })
    expect(report.notes).toEqual([
      {
        id: 'headers-overridden',
        text: 'Written by the spec, in place of what the protocol asks for: sec-websocket-key, Sec-WebSocket-Version, Sec-WebSocket-Protocol, Sec-WebSocket-Extensions.',
      },
    ])
  })
})
