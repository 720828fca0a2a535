import { execFile } from 'node:child_process'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { constants, deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConnectionOptions } from '#shared/model/spec.ts'
import { concat, frame, hex } from '#test/support/frame-builder.ts'
import type { Attack, Outcome } from './attack.ts'
import { type HostileServer, pour, startHostileServer, switching } from './hostile-server.ts'

/** More than an idle engine may not be alive, in MiB. */
const MOST_MIB = 64
const LIMIT_MS = 180_000

interface Hostile {
  readonly behave: (socket: Socket, accept: string) => void
  readonly expected: Partial<Record<keyof Outcome, unknown>>
  readonly options?: Partial<ConnectionOptions>
  readonly mostMs?: number
}

/** Shakes hands as it should, then says this. */
const after =
  (say: (socket: Socket) => void, ...headers: string[]): Hostile['behave'] =>
  (socket, accept) => {
    socket.write(switching(accept, ...headers))
    say(socket)
  }

/** Of 10 GiB of zeros, in 10 MiB: full flushes make one part good for all. */
function bomb(): Uint8Array {
  const part = deflateRawSync(Buffer.alloc(16 * 1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH })
  return frame({ opcode: 2, rsv: 4, payload: Buffer.concat(Array<Uint8Array>(640).fill(part)) })
}

const drip = (socket: Socket, text: string, everyMs: number): void => {
  let at = 0
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? ''), everyMs)
  socket.on('close', () => clearInterval(timer))
}

const manyHeaders = (accept: string): string => switching(accept, ...Array.from({ length: 10_000 }, (_, at) => `X-${at}: y`))

const HOSTILE: Readonly<Record<string, Hostile>> = {
  'a frame of 4 GiB': {
    behave: after((socket) => {
      socket.write(frame({ opcode: 2, announcedBytes: 2n ** 32n }))
      pour(socket, new Uint8Array(1024 * 1024))
    }),
    expected: { code: 'message.too-large', closeCode: 1009, message: expect.stringContaining('maxMessageBytes is 104,857,600 bytes') },
  },
  'a frame of 90 MiB whose header is broken': {
    behave: after((socket) => {
      socket.write(frame({ opcode: 3, announcedBytes: 90n * 1024n * 1024n }))
      pour(socket, new Uint8Array(1024 * 1024))
    }),
    expected: { code: 'protocol.violation', closeCode: 1002, violations: expect.arrayContaining(['reserved-opcode', 'unframed']) },
  },
  'a frame whose header is broken and which never ends': {
    behave: after((socket) => void socket.write(frame({ opcode: 1, payload: 'abc', mask: true }).subarray(0, 7))),
    expected: { code: 'protocol.violation', violations: ['masked-by-server'] },
  },
  'a header without an end': {
    behave: (socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nX: ')
      pour(socket, Buffer.alloc(1024 * 1024, 'x'))
    },
    expected: { code: 'handshake.too-large', message: expect.stringContaining('maxHeadBytes is 65,536 bytes') },
  },
  '10,000 headers': {
    behave: (socket, accept) => void socket.write(manyHeaders(accept)),
    expected: { code: 'handshake.too-large' },
  },
  '10,000 headers that are allowed': {
    behave: (socket, accept) => void socket.write(manyHeaders(accept)),
    options: { maxHeadBytes: 1024 * 1024 },
    mostMs: 1500,
    expected: { stateThen: 'open', code: null, headerNames: expect.objectContaining({ length: 10_003 }) },
  },
  'a header with another hidden in it': {
    behave: after(() => undefined, 'X: a\rInjected: b', 'Y: \0\u202e'),
    mostMs: 1000,
    expected: { stateThen: 'open', headerNames: expect.not.arrayContaining(['Injected']) },
  },
  'redirects without an end': {
    behave: (socket) => void socket.end(`HTTP/1.1 302 Found\r\nLocation: /${Math.random()}\r\nContent-Length: 0\r\n\r\n`),
    options: { maxRedirects: 100 },
    expected: { code: 'redirect.too-many' },
  },
  'a redirect to a file': {
    behave: (socket) => void socket.end('HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n'),
    options: { maxRedirects: 5 },
    expected: { code: 'redirect.scheme' },
  },
  'text that is none, byte by byte': {
    behave: after((socket) => {
      for (const [at, byte] of [...hex('f09f98')].entries()) {
        socket.write(frame({ opcode: at === 0 ? 1 : 0, fin: false, payload: Uint8Array.of(byte) }))
      }
      socket.write(frame({ opcode: 0, payload: 'x' }))
    }),
    expected: { code: 'message.not-utf8', closeCode: 1007 },
  },
  'a bomb: 10 MiB that inflate to 10 GiB': {
    behave: after((socket) => void socket.write(bomb()), 'Sec-WebSocket-Extensions: permessage-deflate'),
    expected: { code: 'message.inflates-too-large', closeCode: 1009, message: expect.stringContaining('maxInflatedBytes is 104,857,600') },
  },
  'a flood of pings, and nobody reads the pongs': {
    behave: after((socket) => {
      socket.pause()
      pour(socket, Buffer.concat(Array<Uint8Array>(1000).fill(frame({ opcode: 9, payload: 'x'.repeat(125) }))), 64 * 1024 * 1024)
    }),
    mostMs: 4000,
    expected: { stateThen: 'open' },
  },
  'a flood of empty fragments': {
    behave: after((socket) => {
      socket.write(frame({ opcode: 1, fin: false }))
      pour(socket, Buffer.alloc(64 * 1024))
    }),
    mostMs: 20_000,
    expected: { code: 'message.too-many-fragments', closeCode: 1009, message: expect.stringContaining('maxFragments is 131,072 frames') },
  },
  'a flood of empty messages': {
    behave: after((socket) => pour(socket, Buffer.concat(Array<Uint8Array>(10_000).fill(hex('8100'))), 8 * 1024 * 1024)),
    mostMs: 3000,
    expected: { stateThen: 'open', code: null },
  },
  'one byte now and then, before the handshake ends': {
    behave: (socket) => drip(socket, 'HTTP/1.1 101 Switching Protocols and so on', 100),
    options: { handshakeTimeoutMs: 1000 },
    expected: { code: 'handshake.timeout' },
  },
  'one byte now and then, after the close frame': {
    behave: after((socket) => drip(socket, '\x00', 100)),
    expected: { code: 'protocol.violation', closeCode: 1002 },
  },
  'RST before an answer': { behave: (socket) => void socket.resetAndDestroy(), expected: { code: 'tcp.reset' } },
  'RST within the head': {
    behave: (socket) => void socket.write('HTTP/1.1 101 Swi', () => setTimeout(() => socket.resetAndDestroy(), 50)),
    expected: { code: 'tcp.reset' },
  },
  'RST behind the 101': {
    behave: after((socket) => void setTimeout(() => socket.resetAndDestroy(), 50)),
    expected: { code: 'connection.lost', closeCode: 1006 },
  },
  'RST within a frame': {
    behave: after(
      (socket) =>
        void socket.write(frame({ opcode: 1, payload: 'cut' }).subarray(0, 3), () => setTimeout(() => socket.resetAndDestroy(), 50)),
    ),
    expected: { code: 'connection.lost', violations: ['truncated'] },
  },
  'TLS in place of an answer': {
    behave: (socket) => void socket.write(hex('1503030002022800')),
    expected: { code: 'handshake.malformed', hint: expect.stringContaining('wss://') },
  },
  'TLS after the 101': {
    behave: after((socket) => void socket.write(concat(hex('16030300 0a'), new Uint8Array(2000).fill(0xa7)))),
    expected: { code: 'protocol.violation', hint: expect.stringContaining('TLS record') },
  },
  'an HTTP answer after the 101': {
    behave: after(
      (socket) =>
        void socket.end(`HTTP/1.1 502 Bad Gateway\r\nServer: proxy\r\nContent-Length: 200\r\n\r\n${'The upstream went away. '.repeat(9)}`),
    ),
    expected: { code: 'protocol.violation', hint: expect.stringContaining('HTTP answer'), violations: ['reserved-bits', 'unframed'] },
  },
}

const servers: HostileServer[] = []
const outcomes = new Map<string, Outcome>()

beforeAll(async () => {
  const attacks: Attack[] = []
  for (const [name, { behave, options = {}, mostMs = 8000 }] of Object.entries(HOSTILE)) {
    const server = await startHostileServer(behave)
    servers.push(server)
    attacks.push({ name, url: server.url, options, mostMs })
  }
  const victim = join(import.meta.dirname, 'victim-process.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', victim, JSON.stringify(attacks)], { timeout: LIMIT_MS })
  for (const line of stdout.trim().split('\n')) {
    const outcome: Outcome = JSON.parse(line)
    outcomes.set(outcome.name, outcome)
  }
}, LIMIT_MS)

afterAll(() => Promise.all(servers.map((server) => server.close())))

describe('a hostile server', () => {
  it.each(Object.entries(HOSTILE))('with %s gets a clear answer, in bounded memory, and harms nobody else', (name, { expected }) => {
    const outcome = outcomes.get(name)
    expect(outcome).toMatchObject({ ...expected, isOtherAlive: true })
    expect(outcome?.peakMiB).toBeLessThan(MOST_MIB)
  })
})
