import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type PerMessageDeflateOptions, WebSocketServer } from 'ws'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { concat, frame } from '#test/support/frame-builder.ts'
import { startRawServer } from '#test/support/raw-server.ts'
import { recordConnection, specOf, textOf } from '#test/support/recorded-connection.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

/** The reference: a `ws` server that sends every message back. */
async function startEcho(perMessageDeflate: boolean | PerMessageDeflateOptions = false): Promise<string> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate })
  server.on('connection', (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })))
  await new Promise((resolve) => server.on('listening', resolve))
  cleanups.push(() => {
    for (const client of server.clients) client.terminate()
    server.close()
  })
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

type Server = Parameters<typeof startRawServer>

async function startRaw(...given: Server): Promise<string> {
  const server = await startRawServer(...given)
  cleanups.push(server.close)
  return server.url
}

describe('an open connection', () => {
  it('sends text and binary, receives them back, and tells every frame in the order it crossed', async () => {
    const { connection, ...told } = recordConnection(specOf(await startEcho()))
    await told.opened
    await connection.send({ kind: 'text', text: 'grüße 👋' })
    await told.until(() => told.messages.length === 2)
    await connection.send({ kind: 'binary', bytes: Uint8Array.of(0, 255, 128) })
    await told.until(() => told.messages.length === 4)
    connection.close(1000, 'done')
    await told.closed

    expect(told.messages.map(({ facts }) => [facts.direction, facts.kind, facts.length])).toEqual([
      ['out', 'text', 12],
      ['in', 'text', 12],
      ['out', 'binary', 3],
      ['in', 'binary', 3],
    ])
    expect(textOf(told.messages[1]!)).toBe('grüße 👋')
    expect([...told.messages[3]!.data]).toEqual([0, 255, 128])
    expect(told.frames.map(({ facts }) => facts.seq)).toEqual([0, 1, 2, 3, 4, 5])
    expect(told.frames.map(({ facts }) => facts.masked)).toEqual([true, false, true, false, true, false])
    expect(told.story).toEqual(
      ['open', 'out:text', 'out:message', 'in:text', 'in:message', 'out:binary', 'out:message', 'in:binary', 'in:message'].concat([
        'out:close',
        'closing',
        'in:close',
        'closed',
        'close',
      ]),
    )
    const times = told.frames.map(({ facts }) => facts.timeUs)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('leaves the bytes it was given to send as they were', async () => {
    const { connection, ...told } = recordConnection(specOf(await startEcho()))
    await told.opened
    const bytes = new Uint8Array(70_000).fill(7)
    await connection.send({ kind: 'binary', bytes })
    await told.until(() => told.messages.length === 2)
    expect(bytes.every((byte) => byte === 7)).toBe(true)
    expect(Buffer.compare(told.messages[1]!.data, bytes)).toBe(0)
  })

  it('may be answered from within its own observer', async () => {
    const url = await startEcho()
    const { connection, ...told } = recordConnection(specOf(url), (message, connection) => {
      if (message.facts.message < 9) void connection.send({ kind: 'text', text: `after ${message.facts.message}` })
    })
    await told.opened
    await connection.send({ kind: 'text', text: 'first' })
    await told.until(() => told.messages.length >= 20)
    const out = told.messages.filter(({ facts }) => facts.direction === 'out').map(textOf)
    expect(out).toEqual(['first', ...Array.from({ length: 9 }, (_, at) => `after ${at}`)])
  })

  it('tells the frames that came in the packet of the 101', async () => {
    const withHead = concat(frame({ opcode: 1, payload: 'at once' }), frame({ opcode: 2, payload: 'too' }).subarray(0, 3))
    const url = await startRaw(({ socket }) => void socket.write(frame({ opcode: 2, payload: 'too' }).subarray(3)), { withHead })
    const told = recordConnection(specOf(url))
    await told.until(() => told.messages.length === 2)
    expect(told.story).toEqual(['open', 'in:text', 'in:message', 'in:binary', 'in:message'])
    expect(told.messages.map(textOf)).toEqual(['at once', 'too'])
  })

  it('joins fragments, answers the pings between them, and shows the pongs as they left', async () => {
    const pong = frame({ opcode: 10, payload: 'p1', mask: true })
    let answered = new Uint8Array(0)
    const url = await startRaw(async ({ socket, until }) => {
      socket.write(
        concat(
          frame({ opcode: 1, fin: false, payload: 'a' }),
          frame({ opcode: 9, payload: 'p1' }),
          frame({ opcode: 0, fin: false, payload: 'b' }),
          frame({ opcode: 9, payload: 'p2' }),
          frame({ opcode: 0, payload: 'c' }),
        ),
      )
      answered = new Uint8Array(await until(2 * pong.length))
      socket.write(frame({ opcode: 1, payload: 'seen' }))
    })
    const told = recordConnection(specOf(url))
    await told.until(() => told.messages.length === 2)
    expect(textOf(told.messages[0]!)).toBe('abc')
    expect(told.messages[0]!.facts).toMatchObject({ frames: 3, firstSeq: 0, lastSeq: 4 })
    expect(told.story.slice(1)).toEqual(
      ['in:text', 'in:ping', 'in:continuation', 'in:ping', 'in:continuation', 'in:message'].concat([
        // All of it had arrived when the first pong left.
        'out:pong',
        'out:pong',
        'in:text',
        'in:message',
      ]),
    )
    const pongs = told.frames.filter(({ facts }) => facts.opcode === 10)
    expect(concat(...pongs.map(({ wire }) => wire))).toEqual(answered)
  })

  it('sends pings with up to 125 bytes', async () => {
    const { connection, ...told } = recordConnection(specOf(await startEcho()))
    await told.opened
    await connection.ping(new Uint8Array(125))
    await told.until(() => told.story.includes('in:pong'))
    expect(told.frames.map(({ facts }) => facts.payloadLength)).toEqual([125, 125])
    await expect(connection.ping(new Uint8Array(126))).rejects.toMatchObject({ code: 'ping.too-long' })
  })

  it('knows how many bytes the operating system has not taken yet, and answers only the latest of many pings meanwhile', async () => {
    const release = Promise.withResolvers<void>()
    const url = await startRaw(async ({ socket, until }) => {
      await until(4)
      socket.pause()
      for (let ping = 0; ping < 1000; ping++) socket.write(frame({ opcode: 9, payload: `${ping}` }))
      await release.promise
      socket.resume()
    })
    const { connection, ...told } = recordConnection(specOf(url))
    await told.opened
    await connection.send({ kind: 'text', text: 'begin' })
    const size = 24 * 1024 * 1024
    const sent = connection.send({ kind: 'binary', bytes: new Uint8Array(size) })
    await told.until(() => told.story.filter((what) => what === 'in:ping').length === 1000)
    expect(connection.bufferedBytes).toBeGreaterThan(0)
    expect(told.story.filter((what) => what === 'out:pong').length).toBeLessThan(1000)
    release.resolve()
    await sent
    await told.until(() => told.story.at(-1) === 'out:pong')
    expect(connection.bufferedBytes).toBeLessThan(size)
    const last = told.frames.at(-1)!
    const key = Buffer.from(last.facts.maskKey!, 'hex')
    expect(Buffer.from(last.wire.subarray(6).map((byte, at) => byte ^ key[at % 4]!)).toString()).toBe('999')
  })

  it('refuses to send before it is open and after it has ended', async () => {
    const { connection, ...told } = recordConnection(specOf(await startEcho()))
    await expect(connection.send({ kind: 'text', text: 'early' })).rejects.toMatchObject({ code: 'connection.not-open' })
    await told.opened
    connection.close(null, '')
    await expect(connection.send({ kind: 'text', text: 'late' })).rejects.toMatchObject({ code: 'connection.not-open' })
    await told.closed
    await expect(connection.ping(new Uint8Array(0))).rejects.toMatchObject({ code: 'connection.not-open' })
  })

  it('fails a send that the socket could not take whole', async () => {
    const url = await startRaw(async ({ socket, until }) => {
      await until(100_000)
      socket.resetAndDestroy()
    })
    const { connection, ...told } = recordConnection(specOf(url))
    await told.opened
    const sent = connection.send({ kind: 'binary', bytes: new Uint8Array(24 * 1024 * 1024) })
    await expect(sent).rejects.toMatchObject({ code: 'send.failed' })
    await told.closed
  })
})

describe('permessage-deflate (RFC 7692)', () => {
  const offer = { ...DEFAULT_SPEC.options.compression, enabled: true }

  it.each([
    ['with context takeover', offer, true],
    ['without', { ...offer, serverNoContextTakeover: true, clientNoContextTakeover: true }, true],
    [
      'with small windows',
      { ...offer, clientMaxWindowBits: 9, serverMaxWindowBits: 9 },
      { clientMaxWindowBits: 9, serverMaxWindowBits: 9 },
    ],
    [
      'with the smallest windows',
      { ...offer, clientMaxWindowBits: 8, serverMaxWindowBits: 8 },
      { clientMaxWindowBits: 8, serverMaxWindowBits: 8 },
    ],
    ['where only the client resets', { ...offer, clientNoContextTakeover: true }, { serverNoContextTakeover: false }],
  ] as const)('%s: what is sent comes back, compressed both ways', async (_, compression, answer) => {
    const threshold = { threshold: 0 }
    const url = await startEcho(answer === true ? threshold : { ...answer, ...threshold })
    const { connection, ...told } = recordConnection(specOf(url, { options: { compression } }))
    await told.opened
    expect(told.hops().at(-1)?.negotiated?.deflate).not.toBeNull()
    const texts = Array.from({ length: 20 }, (_, at) => `${'the same words again and again '.repeat(at * 40)}${at}`)
    const sent = texts.map((text) => connection.send({ kind: 'text', text }))
    expect(connection.bufferedBytes).toBeGreaterThan(0)
    await Promise.all(sent)
    await connection.send({ kind: 'binary', bytes: new Uint8Array(0) })
    await told.until(() => told.messages.length === 42)
    connection.close(1000, '')
    expect(await told.closed).toMatchObject({ clean: true, code: 1000 })

    for (const direction of ['out', 'in']) {
      const messages = told.messages.filter(({ facts }) => facts.direction === direction)
      expect(messages.slice(0, 20).map(textOf)).toEqual(texts)
      expect(messages.every(({ facts }) => facts.compressed)).toBe(true)
      expect(messages[19]!.facts.wireLength).toBeLessThan(messages[19]!.facts.length / 10)
    }
    expect(told.frames.map(({ facts }) => facts.seq)).toEqual(told.frames.map((_, at) => at))
    expect(told.frames.every(({ facts }) => facts.violation === null)).toBe(true)
  })

  it('puts a close frame behind what still waits for the compressor', async () => {
    const { connection, ...told } = recordConnection(specOf(await startEcho(true), { options: { compression: offer } }))
    await told.opened
    const sent = Promise.all(['one', 'two', 'three'].map((text) => connection.send({ kind: 'text', text })))
    connection.close(1001, 'bye')
    await sent
    expect(await told.closed).toMatchObject({ clean: true, code: 1001, initiator: 'local' })
    const out = told.frames.filter(({ facts }) => facts.direction === 'out').map(({ facts }) => facts.opcode)
    expect(out).toEqual([1, 1, 1, 8])
  })

  it('fails what still waits for the compressor when the connection is dropped', async () => {
    const { connection, ...told } = recordConnection(specOf(await startEcho(true), { options: { compression: offer } }))
    await told.opened
    const sends = ['one', 'two', 'three'].map((text) => connection.send({ kind: 'text', text: text.repeat(100_000) }))
    connection.terminate()
    const outcomes = await Promise.allSettled(sends)
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    await told.closed
    expect(connection.bufferedBytes).toBe(0)
  })
})
