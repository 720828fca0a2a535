import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import WebSocket from 'ws'
import { type Captures, createCaptures, openConnection } from '#engine/index.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import type { FloodKind } from './flood-messages.ts'

/**
 * `npm run bench`: how fast one connection is received and durably captured, beside a bare `ws` client that only counts the same
 * flood. The ratio is what to compare between machines and changes; figures of different runs are not.
 */

const ROUNDS = 3
/** `bareCount`: of the bare client, where it is so slow that fewer tell as much. */
const LOADS: readonly { readonly kind: FloodKind; readonly size: number; readonly count: number; readonly bareCount: number }[] = [
  { kind: 'text', size: 64, count: 3_000_000, bareCount: 3_000_000 },
  { kind: 'text', size: 200, count: 2_000_000, bareCount: 2_000_000 },
  { kind: 'text', size: 1024, count: 500_000, bareCount: 500_000 },
  { kind: 'text', size: 65_536, count: 10_000, bareCount: 10_000 },
  { kind: 'deflated', size: 1024, count: 200_000, bareCount: 20_000 },
  { kind: 'deflated-takeover', size: 1024, count: 200_000, bareCount: 20_000 },
]
const MEMORY_EVERY_MS = 20

interface Measured {
  readonly messagesPerSecond: number
  /** Of this process, all threads. */
  readonly cpuSecondsPerMillion: number
  /** Largest resident memory of this process. */
  readonly peakBytes: number
}

interface Received {
  readonly received: number
  /** Not measured: nobody removes a capture as soon as it ends. */
  readonly cleanUp: () => Promise<void>
}

async function measure(count: number, receive: () => Promise<Received>): Promise<Measured> {
  let peakBytes = 0
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
  }, MEMORY_EVERY_MS)
  const cpu = process.cpuUsage()
  const began = performance.now()
  const { received, cleanUp } = await receive()
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  clearInterval(watch)
  await cleanUp()
  if (received < count) throw new Error(`Received ${received} of ${count} messages`)
  return { messagesPerSecond: received / seconds, cpuSecondsPerMillion: (user + system) / received, peakBytes }
}

/** The reference: counts and keeps nothing. */
async function receiveBare(url: string): Promise<Received> {
  const socket = new WebSocket(url)
  let received = 0
  socket.on('message', () => {
    received++
  })
  await once(socket, 'close')
  return { received, cleanUp: () => Promise.resolve() }
}

/** What Sockscope does: every frame with its bytes, on disk when this resolves. */
async function receiveCaptured(url: string, captures: Captures): Promise<Received> {
  const ended = Promise.withResolvers<void>()
  const capture = captures.create({
    connection: 1,
    onHeld: (isHeld) => connection.hold(isHeld),
    onError: ({ message }) => ended.reject(new Error(message)),
  })
  let received = 0
  const connection = openConnection(
    { ...DEFAULT_SPEC, url },
    {
      onState: () => undefined,
      onHandshake: () => undefined,
      onRun: (run) => {
        received += run.count
        capture.appendRun(run)
      },
      onFrame: capture.appendFrame,
      onMessage: (message) => {
        received++
        capture.appendMessage(message)
      },
      onFailure: ({ message }) => ended.reject(new Error(message)),
      onClose: () => ended.resolve(),
    },
    { userAgent: 'sockscope-bench' },
  )
  await ended.promise
  await capture.flush()
  await capture.finish()
  return { received, cleanUp: capture.remove }
}

const median = (rounds: readonly Measured[]): Measured =>
  [...rounds].sort((one, other) => one.messagesPerSecond - other.messagesPerSecond)[Math.floor(rounds.length / 2)] as Measured

const columns = (...cells: readonly string[]) => cells.map((cell, index) => cell.padStart(index === 0 ? 24 : 10)).join('')
const thousands = (rate: number) => `${(rate / 1000).toFixed(rate < 100_000 ? 1 : 0)}k`
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`

const folder = mkdtempSync(join(tmpdir(), 'sockscope-bench-'))
const server = spawn(process.execPath, [join(import.meta.dirname, 'flood-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
const [port] = (await once(server.stdout, 'data')) as [Buffer]
const captures = createCaptures({ folder })
try {
  console.log(`messages a second, CPU seconds a million, peak memory; median of ${ROUNDS} rounds, alternating`)
  console.log(columns('', 'ws', 'cpu', 'sockscope', 'cpu', 'peak', 'ratio'))
  for (const { kind, size, count, bareCount } of LOADS) {
    const urlOf = (messages: number) => `ws://127.0.0.1:${String(port).trim()}/?kind=${kind}&count=${messages}&size=${size}`
    const bare: Measured[] = []
    const captured: Measured[] = []
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await measure(bareCount, () => receiveBare(urlOf(bareCount))))
      captured.push(await measure(count, () => receiveCaptured(urlOf(count), captures)))
    }
    const [reference, own] = [median(bare), median(captured)]
    const peak = Math.max(...captured.map(({ peakBytes }) => peakBytes))
    const rates = [reference, own].flatMap((each) => [thousands(each.messagesPerSecond), each.cpuSecondsPerMillion.toFixed(2)])
    const ratio = (own.messagesPerSecond / reference.messagesPerSecond).toFixed(2)
    console.log(columns(`${size} B ${kind}`, ...rates, megabytes(peak), ratio))
  }
} finally {
  await captures.close()
  server.kill()
  rmSync(folder, { recursive: true, force: true })
}
