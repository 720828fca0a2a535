import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createEngine } from '#engine/index.ts'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { ConnectionId } from '#shared/model/ids.ts'
import { decodeRows } from '#shared/model/row-page.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { connect, serve } from '#shared/rpc.ts'
import { createWirePair } from '#test/support/wire-pair.ts'
import type { Attack, Outcome } from './attack.ts'

/**
 * An engine in a process of its own (with --expose-gc) that connects to one hostile server after the other, beside a connection to
 * a sound one, and prints what became of each as a line of JSON. Argument: the attacks, as JSON.
 */
const SAMPLE_MS = 50
const attacks: readonly Attack[] = JSON.parse(process.argv[2] ?? '[]')

const folder = mkdtempSync(join(tmpdir(), 'sockscope-hostile-'))
const service = await createEngine({ dataFolder: join(folder, 'data'), workspaceFolder: join(folder, 'workspace'), version: '1.0.0' })
const pair = createWirePair()
serve(pair.theirs, service)
const engine = connect(pair.ours)
const latest = new Map<ConnectionId, ConnectionSummary>()
engine.on('connection.changed', (summary) => latest.set(summary.id, summary))

/** What is alive after a collection, in MiB. */
function aliveMiB(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

async function until(isTrue: () => boolean, mostMs: number, each: () => void = () => undefined): Promise<void> {
  for (let waitedMs = 0; waitedMs < mostMs && !isTrue(); waitedMs += SAMPLE_MS) {
    await setTimeout(SAMPLE_MS)
    each()
  }
}

async function open(url: string, options: Attack['options']): Promise<ConnectionSummary> {
  const spec = { ...DEFAULT_SPEC, url, options: { ...DEFAULT_SPEC.options, closeTimeoutMs: 1000, ...options } }
  return engine.call('connection.open', { spec, origin: null })
}

const { url: demoUrl } = await engine.call('demo.start', null)
const sound = await open(`${demoUrl}/echo`, {})
await until(() => latest.get(sound.id)?.state === 'open', 10_000)

async function suffer({ name, url, options, mostMs }: Attack): Promise<Outcome> {
  const idleMiB = aliveMiB()
  let peakMiB = 0
  const { id, capture } = await open(url, options)
  const sample = (): void => {
    peakMiB = Math.max(peakMiB, aliveMiB() - idleMiB)
  }
  await until(() => latest.get(id)?.state === 'closed', mostMs, sample)
  const stateThen = latest.get(id)?.state ?? 'opening'
  const before = latest.get(sound.id)?.counters.messagesIn ?? 0
  await engine.call('connection.send', { id: sound.id, message: { kind: 'text', text: name } })
  await until(() => (latest.get(sound.id)?.counters.messagesIn ?? 0) > before, 10_000)
  const isOtherAlive = (latest.get(sound.id)?.counters.messagesIn ?? 0) > before
  const [hop] = (await engine.call('connection.handshake', { id })).slice(-1)
  const rows = decodeRows(await engine.call('capture.rows', { capture, first: 0, count: 100 }))
  await engine.call('connection.close', { id, code: 1000, reason: '' })
  await until(() => latest.get(id)?.state === 'closed', 30_000)
  const { failure = null, close = null } = latest.get(id) ?? {}
  await engine.call('connection.forget', { id })
  return {
    name,
    stateThen,
    code: failure?.code ?? null,
    message: failure?.message ?? '',
    hint: failure?.hint ?? '',
    closeCode: close?.code ?? 0,
    peakMiB: Math.round(peakMiB * 10) / 10,
    isOtherAlive,
    headerNames: (hop?.response?.headers ?? []).map(([header]) => header),
    violations: [...new Set(rows.flatMap(({ violation }) => violation ?? []))],
  }
}

for (const attack of attacks) console.log(JSON.stringify(await suffer(attack)))
await service.close()
rmSync(folder, { recursive: true, force: true })
