import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import WebSocket from 'ws'
import { type Captures, createCaptures, openConnection } from '#engine/index.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'

/**
 * `npm run bench`: how fast one connection is received and durably captured, beside a bare `ws` client that only counts the same
 * flood. The ratio is what to compare between machines and changes; figures of different runs are not.
 */

const ROUNDS = 3
const LOADS = [
  { size: 64, count: 600_000 },
  { size: 200, count: 600_000 },
  { size: 1024, count: 200_000 },
] as const

interface Measured {
  readonly messagesPerSecond: number
  /** Of this process, all threads. */
  readonly cpuSecondsPerMillion: number
}

async function measure(count: number, receive: () => Promise<number>): Promise<Measured> {
  const cpu = process.cpuUsage()
  const began = performance.now()
  const received = await receive()
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  if (received !== count) throw new Error(`Received ${received} of ${count} messages`)
  return { messagesPerSecond: count / seconds, cpuSecondsPerMillion: (user + system) / count }
}

/** The reference: counts and keeps nothing. */
async function receiveBare(url: string): Promise<number> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  let received = 0
  socket.on('message', () => {
    received++
  })
  await once(socket, 'close')
  return received
}

/** What Sockscope does: every frame with its bytes, on disk when this resolves. */
async function receiveCaptured(url: string, captures: Captures): Promise<number> {
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
  await capture.remove()
  return received
}

const median = (rounds: readonly Measured[]): Measured =>
  [...rounds].sort((one, other) => one.messagesPerSecond - other.messagesPerSecond)[Math.floor(rounds.length / 2)] as Measured

const thousands = (rate: number) => `${Math.round(rate / 1000)}k`.padStart(8)

const folder = mkdtempSync(join(tmpdir(), 'sockscope-bench-'))
const server = spawn(process.execPath, [join(import.meta.dirname, 'flood-server.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
const [port] = (await once(server.stdout, 'data')) as [Buffer]
const captures = createCaptures({ folder })
try {
  console.log(`messages a second, CPU seconds a million; median of ${ROUNDS} rounds, alternating`)
  console.log('   bytes      ws     cpu  sockscope   cpu   ratio')
  for (const { size, count } of LOADS) {
    const url = `ws://127.0.0.1:${String(port).trim()}/?count=${count}&size=${size}`
    const bare: Measured[] = []
    const captured: Measured[] = []
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await measure(count, () => receiveBare(url)))
      captured.push(await measure(count, () => receiveCaptured(url, captures)))
    }
    const [reference, own] = [median(bare), median(captured)]
    const ratio = (own.messagesPerSecond / reference.messagesPerSecond).toFixed(2).padStart(7)
    const cpu = (measured: Measured) => measured.cpuSecondsPerMillion.toFixed(2).padStart(8)
    console.log(
      `${String(size).padStart(8)}${thousands(reference.messagesPerSecond)}${cpu(reference)}${thousands(own.messagesPerSecond)}${cpu(own)}${ratio}`,
    )
  }
} finally {
  await captures.close()
  server.kill()
  rmSync(folder, { recursive: true, force: true })
}
