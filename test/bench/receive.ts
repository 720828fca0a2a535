import type { Bench, BenchPart, Findings, Goal } from './bench-part.ts'
import { median, megabytes, ratio, thousands } from './figures.ts'
import type { FloodKind } from './flood-messages.ts'
import { startReceiver } from './receiver-process.ts'
import type { Received } from './receivers/receiving.ts'

interface Load {
  readonly label: string
  readonly kind: FloodKind
  readonly size: number
  /** Messages in a round: enough for half a second or more. */
  readonly count: number
  /** Of the bare client, where it is so slow that fewer tell as much. */
  readonly bareCount?: number
  /** The ratio that is asked for. */
  readonly goal?: number
}

const LOADS: readonly Load[] = [
  { label: '64 B text', kind: 'text', size: 64, count: 4_000_000, goal: 1.2 },
  { label: '200 B text', kind: 'text', size: 200, count: 2_000_000, goal: 1 },
  { label: '1 KiB text', kind: 'text', size: 1024, count: 800_000, goal: 0.6 },
  { label: '64 KiB text', kind: 'text', size: 65_536, count: 12_000 },
  { label: '1 KiB JSON, deflated', kind: 'deflated', size: 1024, count: 200_000, bareCount: 10_000, goal: 8 },
  { label: '1 KiB JSON, deflated, context takeover', kind: 'deflated-takeover', size: 1024, count: 200_000, bareCount: 10_000, goal: 15 },
]

const rateOf = ({ messages, seconds }: Received): number => messages / seconds
const cpuOf = ({ messages, cpuSeconds }: Received): number => (cpuSeconds * 1e6) / messages

interface Measured {
  readonly bare: readonly Received[]
  readonly captured: readonly Received[]
}

/** Both receivers, each in its process, take turns; the first round of each only warms it up. */
async function measure({ kind, size, count, bareCount = count }: Load, { isFull, folder, floods }: Bench): Promise<Measured> {
  const receivers = { bare: startReceiver('bare', folder), captured: startReceiver('captured', folder) }
  const receive = (name: 'bare' | 'captured') => {
    const wanted = name === 'bare' ? bareCount : count
    return receivers[name].receive(floods.urlOf({ kind, size, count: wanted }), wanted)
  }
  const [bare, captured]: [Received[], Received[]] = [[], []]
  try {
    await receive('bare')
    await receive('captured')
    for (let round = isFull ? 9 : 3; round > 0; round--) {
      bare.push(await receive('bare'))
      captured.push(await receive('captured'))
    }
  } finally {
    await Promise.all([receivers.bare.end(), receivers.captured.end()])
  }
  return { bare, captured }
}

function goalOf({ label, goal }: Load, measured: number): Goal[] {
  if (goal === undefined) return []
  return [{ what: `${label}, captured over bare`, goal: `≥ ${goal}`, measured: ratio(measured), isMet: measured >= goal }]
}

async function run(bench: Bench): Promise<Findings> {
  const rows: string[][] = []
  const goals: Goal[] = []
  for (const load of LOADS) {
    bench.say(load.label)
    const { bare, captured } = await measure(load, bench)
    const over = captured.map((each, round) => rateOf(each) / rateOf(bare[round] ?? each))
    rows.push([
      load.label,
      thousands(median(bare.map(rateOf))),
      median(bare.map(cpuOf)).toFixed(2),
      thousands(median(captured.map(rateOf))),
      median(captured.map(cpuOf)).toFixed(2),
      megabytes(Math.max(...captured.map(({ peakBytes }) => peakBytes))),
      ratio(median(over)),
      `${ratio(Math.min(...over))}–${ratio(Math.max(...over))}`,
    ])
    goals.push(...goalOf(load, median(over)))
  }
  return { columns: ['messages', 'ws /s', 'cpu', 'Sockscope /s', 'cpu', 'peak', 'ratio', 'rounds'], rows, goals }
}

export const receivePart: BenchPart = { name: 'receive', title: 'Durable capture beside bare `ws`', run }
