import type { Bench, BenchPart, Findings } from './bench-part.ts'
import { median, ratio, thousands } from './figures.ts'
import { DEVTOOLS } from './peer-devtools.ts'
import { fetchPeers, PEER_PROGRAMS, type Peer } from './peer-programs.ts'
import { startReceiver } from './receiver-process.ts'

const SIZE = 200
const OWN_COUNT = 2_000_000

type Receive = (url: string, count: number) => Promise<{ readonly messages: number; readonly seconds: number }>

/** Messages a second, in the middle of some rounds. */
async function rateOf({ floods, isFull }: Bench, count: number, receive: Receive): Promise<number> {
  const rates: number[] = []
  for (let round = isFull ? 5 : 2; round > 0; round--) {
    const { messages, seconds } = await receive(floods.urlOf({ kind: 'text', size: SIZE, count }), count)
    if (messages < count) throw new Error(`Only ${messages} of ${count} messages were counted`)
    rates.push(messages / seconds)
  }
  return median(rates)
}

async function ownRate(bench: Bench, name: 'bare' | 'captured'): Promise<number> {
  const receiver = startReceiver(name, bench.folder)
  try {
    return await rateOf(bench, OWN_COUNT, receiver.receive)
  } finally {
    await receiver.end()
  }
}

async function peerRate(bench: Bench, peer: Peer): Promise<number | string> {
  const reason = peer.missing()
  if (reason !== null) return reason
  try {
    return await rateOf(bench, peer.count, peer.receive)
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    return sentence
  }
}

/** What else receives the same flood; only Sockscope keeps it. */
async function run(bench: Bench): Promise<Findings> {
  await fetchPeers()
  bench.say('ws and Sockscope')
  const bare = await ownRate(bench, 'bare')
  const rows = [
    ['bare `ws`', thousands(bare), '1.00'],
    ['Sockscope, captured', ...(await ownRate(bench, 'captured').then((rate) => [thousands(rate), ratio(rate / bare)]))],
  ]
  const notes: string[] = []
  for (const peer of [...PEER_PROGRAMS, DEVTOOLS]) {
    bench.say(peer.name)
    const rate = await peerRate(bench, peer)
    if (typeof rate === 'number') rows.push([peer.name, thousands(rate), ratio(rate / bare)])
    else notes.push(`Not measured: ${peer.name}: ${rate}.`)
  }
  return { columns: ['200 B text', 'messages /s', 'over bare `ws`'], rows, notes }
}

export const peersPart: BenchPart = { name: 'peers', title: 'What people use instead', run }
