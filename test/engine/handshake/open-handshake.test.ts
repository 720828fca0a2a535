import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocketServer } from 'ws'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { AUTHORITY_FILE, attempt, serve, serveTls, specOf, switching } from './bench.ts'

const FRAMES = Buffer.from('81016182007f', 'hex')
const trusting = { tls: { ...DEFAULT_SPEC.tls, verify: true, caFiles: [AUTHORITY_FILE] } }

/** Everything the socket still has to say, from where the handshake left it. */
async function restOf(socket: Socket, leftover: Uint8Array): Promise<Buffer> {
  const parts = [Buffer.from(leftover)]
  socket.on('data', (chunk) => parts.push(chunk))
  socket.resume()
  await once(socket, 'end')
  return Buffer.concat(parts)
}

describe('an opening handshake that succeeds', () => {
  it('tells everything it saw, in an ever fuller report', async () => {
    let answer = ''
    const server = await serve((socket, head) => {
      answer = switching(
        head,
        'X-Served-By: a',
        'x-served-by: b',
        'Sec-WebSocket-Protocol: chat',
        'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=10',
      )
      socket.write(answer)
    })
    const before = Date.now() * 1000 - 2_000_000
    const { opened, reports, report } = await attempt(
      specOf(`ws://localhost:${server.port}/a`, { subprotocols: [{ name: 'chat', enabled: true }] }),
    )
    expect(opened?.report).toBe(report)
    expect(report).toMatchObject({
      hop: 0,
      url: `ws://localhost:${server.port}/a`,
      peer: { address: '127.0.0.1', port: server.port, localAddress: '127.0.0.1', localPort: expect.any(Number) },
      tls: null,
      response: { version: 'HTTP/1.1', status: 101, statusText: 'Switching Protocols', raw: answer, body: null },
      unreadable: null,
      failure: null,
      negotiated: {
        subprotocol: 'chat',
        extensions: 'permessage-deflate; client_max_window_bits=10',
        deflate: { serverNoContextTakeover: false, clientNoContextTakeover: false, serverMaxWindowBits: 15, clientMaxWindowBits: 10 },
      },
    })
    expect(report.response?.headers.slice(3, 5)).toEqual([
      ['X-Served-By', 'a'],
      ['x-served-by', 'b'],
    ])
    expect(report.checks.map(({ id, ok }) => [id, ok])).toEqual([
      ['status', true],
      ['upgrade', true],
      ['connection', true],
      ['accept', true],
      ['subprotocol', true],
      ['single', true],
      ['extension', true],
      ['extension-parameters', true],
    ])
    const { dns, tcp, request, total, tls, proxy } = report.timingsMs
    for (const phase of [dns, tcp, request]) expect(phase).toBeGreaterThanOrEqual(0)
    expect([tls, proxy]).toEqual([null, null])
    expect(total).toBeGreaterThanOrEqual((dns ?? 0) + (tcp ?? 0) + (request ?? 0))
    expect(report.timeUs).toBeGreaterThan(before)
    const seen = reports.map((step) => [step.timingsMs.dns, step.peer, step.request, step.response].filter((fact) => fact !== null).length)
    expect(seen).toEqual(seen.toSorted())
    expect(seen[0]).toBe(0)
    expect(new Set(reports.map((step) => step.timeUs)).size).toBe(1)
  })

  it('hands over a paused socket with no listener of its own', async () => {
    const server = await serve((socket, head) => socket.write(Buffer.concat([Buffer.from(switching(head)), FRAMES])))
    const { opened } = await attempt(specOf(`ws://127.0.0.1:${server.port}/`))
    expect(opened?.socket.isPaused()).toBe(true)
    for (const event of ['data', 'close', 'connect']) expect(opened?.socket.listenerCount(event), event).toBe(0)
    // Ours: only the one the bench put there, so that the end of the test is quiet.
    expect(opened?.socket.listenerCount('error')).toBe(1)
    expect(Buffer.from(opened!.leftover)).toEqual(FRAMES)
  })

  it.each(['ws', 'wss'])('loses nothing wherever the bytes are cut, over %s', async (scheme) => {
    let cut = 0
    let length = 1
    const answer = async (socket: Socket, head: string): Promise<void> => {
      const all = Buffer.concat([Buffer.from(switching(head)), FRAMES])
      length = all.length
      await new Promise((resolve) => socket.write(all.subarray(0, cut), resolve))
      await new Promise((resolve) => setImmediate(resolve))
      socket.end(all.subarray(cut))
    }
    const server = await (scheme === 'ws' ? serve(answer) : serveTls('good', answer))
    for (cut = 1; cut < length; cut += scheme === 'ws' ? 1 : 9) {
      const { opened, error } = await attempt(specOf(`${scheme}://127.0.0.1:${server.port}/`, trusting))
      expect(error).toBeNull()
      expect(await restOf(opened!.socket, opened!.leftover), `cut at ${cut}`).toEqual(FRAMES)
    }
  })

  it('accepts an answer that comes one byte at a time', async () => {
    const server = await serve(async (socket, head) => {
      for (const byte of Buffer.concat([Buffer.from(switching(head)), FRAMES]))
        await new Promise((resolve) => socket.write(Uint8Array.of(byte), resolve))
      socket.end()
    })
    const { opened } = await attempt(specOf(`ws://127.0.0.1:${server.port}/`))
    expect(await restOf(opened!.socket, opened!.leftover)).toEqual(FRAMES)
  })

  it('accepts none of the offered subprotocols as the server’s right, and any case and list in Upgrade and Connection', async () => {
    const server = await serve((socket, head) =>
      socket.write(
        switching(head)
          .replace('Upgrade: websocket', 'UPGRADE: WebSocket')
          .replace('Connection: Upgrade', 'connection: keep-alive, , UPGRADE'),
      ),
    )
    const { report } = await attempt(specOf(`ws://127.0.0.1:${server.port}/`, { subprotocols: [{ name: 'chat', enabled: true }] }))
    expect(report.failure).toBeNull()
    expect(report.checks.find((check) => check.id === 'subprotocol')).toMatchObject({
      ok: true,
      text: 'Subprotocol: offered was "chat"; the server chose none.',
    })
  })

  it('speaks with ws, subprotocol and compression agreed', async () => {
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      perMessageDeflate: true,
      handleProtocols: (names) => [...names].at(-1) ?? false,
    })
    onTestFinished(() => {
      for (const client of server.clients) client.terminate()
      server.close()
    })
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const subprotocols = ['a', 'b'].map((name) => ({ name, enabled: true }))
    const compression = {
      ...DEFAULT_SPEC.options.compression,
      serverNoContextTakeover: true,
      serverMaxWindowBits: 10,
      clientMaxWindowBits: 9,
    }
    const spec = specOf(`ws://127.0.0.1:${port}/`, { subprotocols, options: { ...DEFAULT_SPEC.options, compression } })
    const { report } = await attempt(spec)
    expect(report.failure).toBeNull()
    expect(report.negotiated).toMatchObject({
      subprotocol: 'b',
      deflate: { serverNoContextTakeover: true, serverMaxWindowBits: 10, clientMaxWindowBits: 9 },
    })
  })

  it('goes through a Unix socket', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sockscope-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const path = join(folder, 'a.sock')
    let seen = ''
    await serve(
      (socket, head) => {
        seen = head
        socket.write(switching(head))
      },
      { path },
    )
    const { report } = await attempt(specOf(`ws+unix:${path}:/chat?x=1`))
    expect(report).toMatchObject({
      failure: null,
      peer: { address: path, port: null },
      timingsMs: { dns: null, tls: null, tcp: expect.any(Number) },
    })
    expect(seen).toMatch(/^GET \/chat\?x=1 HTTP\/1\.1\r\nHost: localhost\r\n/)
  })

  it('speaks TLS with a server its extra authority vouches for, and tells the certificate', async () => {
    const names: (string | false)[] = []
    const server = await serveTls('good', (socket, head) => {
      names.push((socket as Socket & { servername: string | false }).servername)
      socket.write(switching(head))
    })
    for (const host of ['localhost', '127.0.0.1']) {
      const { report, error } = await attempt(specOf(`wss://${host}:${server.port}/`, trusting))
      expect(error).toBeNull()
      expect(report.tls).toEqual({
        version: 'TLSv1.3',
        cipher: expect.stringMatching(/^TLS_/),
        alpn: null,
        authorized: true,
        authorizationError: null,
        subject: 'O=Sockscope tests, CN=good',
        issuer: 'O=Sockscope tests, CN=Sockscope test authority',
        validFrom: '2025-01-01T00:00:00.000Z',
        validTo: '2125-01-01T00:00:00.000Z',
        fingerprint256: expect.stringMatching(/^[0-9A-F:]{95}$/),
        servername: host === 'localhost' ? host : '',
        chain: expect.arrayContaining([expect.objectContaining({ subject: 'O=Sockscope tests, CN=good' })]),
        clientCertificate: null,
      })
      expect(report.timingsMs.tls).toBeGreaterThan(0)
    }
    // An address is not sent as a server name (RFC 6066 section 3).
    expect(names).toEqual(['localhost', false])
  })

  it('offers http/1.1 by ALPN', async () => {
    const server = await serveTls('good', (socket, head) => socket.write(switching(head)), { ALPNProtocols: ['h2', 'http/1.1'] })
    expect((await attempt(specOf(`https://localhost:${server.port}/`, trusting))).report.tls?.alpn).toBe('http/1.1')
  })

  it.each(['expired', 'other-name', 'self-signed'] as const)(
    'accepts a certificate that is %s where verification is off, and says so',
    async (certificate) => {
      const server = await serveTls(certificate, (socket, head) => socket.write(switching(head)))
      const { report } = await attempt(
        specOf(`wss://localhost:${server.port}/`, { tls: { ...DEFAULT_SPEC.tls, verify: false, caFiles: [] } }),
      )
      expect(report).toMatchObject({ failure: null, tls: { authorized: false, authorizationError: expect.stringMatching(/^[A-Z_]+$/) } })
    },
  )
})

describe('cancelling', () => {
  const answerWith = (text: string) => serve((socket) => void socket.write(text))

  async function cancelledWhen(url: string, isTime: (report: { peer: unknown; request: unknown; response: unknown }) => boolean) {
    const stop = new AbortController()
    const { error, report } = await attempt(specOf(url, trusting), {
      signal: stop.signal,
      onReport: (step) => {
        if (isTime(step)) stop.abort()
      },
    })
    expect(error?.code).toBe('handshake.cancelled')
    expect(report.failure).toEqual({ code: 'handshake.cancelled', message: error?.message, hint: error?.hint })
    return report
  }

  it('before the first step', async () => {
    expect((await cancelledWhen('ws://localhost:1/', () => true)).peer).toBeNull()
    const { error } = await attempt(specOf('ws://127.0.0.1:1/'), { signal: AbortSignal.abort() })
    expect(error?.code).toBe('handshake.cancelled')
  })
  it('while TLS is agreed on', async () => {
    const server = await serve(() => undefined)
    await cancelledWhen(`wss://127.0.0.1:${server.port}/`, (step) => step.peer !== null)
    await gone(server.sockets)
  })
  it('while the answer is awaited, in the middle of its head', async () => {
    const server = await answerWith('HTTP/1.1 101 Swi')
    const report = await cancelledWhen(`ws://127.0.0.1:${server.port}/`, (step) => step.request !== null)
    expect(report.request).not.toBeNull()
    await gone(server.sockets)
  })
  it('in the middle of a body', async () => {
    const server = await answerWith('HTTP/1.1 403 No\r\nContent-Length: 9\r\n\r\nabc')
    const report = await cancelledWhen(`ws://127.0.0.1:${server.port}/`, (step) => step.response !== null)
    expect(report.response?.status).toBe(403)
    await gone(server.sockets)
  })
  it('does nothing to a socket that was handed over', async () => {
    const server = await serve((socket, head) => socket.write(switching(head)))
    const stop = new AbortController()
    const { opened } = await attempt(specOf(`ws://127.0.0.1:${server.port}/`), { signal: stop.signal })
    stop.abort()
    expect(opened?.socket.destroyed).toBe(false)
  })

  async function gone(sockets: Set<Socket>): Promise<void> {
    await Promise.all([...sockets].map((socket) => once(socket.resume(), 'close')))
  }
})
