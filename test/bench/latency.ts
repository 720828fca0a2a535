import { once } from 'node:events'
import { join } from 'node:path'
import WebSocket from 'ws'
import { type Captures, createCaptures } from '#engine/index.ts'
import type { Bench, BenchPart, Findings } from './bench-part.ts'
import { median, ratio } from './figures.ts'
import { startServer } from './server-process.ts'
import { openWatched } from './watched-connection.ts'

const TEXT = 'a small command, as long as its answer, and both are 64 bytes ..'

/** In milliseconds. */
interface Times {
  readonly bare: number[]
  readonly own: number[]
}

async function openBare(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url)
  await once(socket, 'open')
  return socket
}

/** How long a connection takes to be open. */
async function setUpTimes(url: string, captures: Captures, rounds: number): Promise<Times> {
  const times: Times = { bare: [], own: [] }
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    const socket = await openBare(url)
    times.bare.push(performance.now() - began)
    socket.terminate()
    const beganOwn = performance.now()
    const watched = await openWatched(url, captures)
    times.own.push(performance.now() - beganOwn)
    await watched.end()
  }
  return times
}

/** How long a message and its echo take. */
async function roundTripTimes(url: string, captures: Captures, rounds: number): Promise<Times> {
  const times: Times = { bare: [], own: [] }
  const [socket, watched] = [await openBare(url), await openWatched(url, captures)]
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    const answered = once(socket, 'message')
    socket.send(TEXT)
    await answered
    times.bare.push(performance.now() - began)
    const beganOwn = performance.now()
    const answeredOwn = watched.nextMessage()
    void watched.send(TEXT)
    await answeredOwn
    times.own.push(performance.now() - beganOwn)
  }
  socket.terminate()
  await watched.end()
  return times
}

function rowOf(label: string, { bare, own }: Times): string[] {
  const [bareMs, ownMs] = [median(bare), median(own)]
  return [
    label,
    `${(bareMs * 1000).toFixed(0)} µs`,
    `${(ownMs * 1000).toFixed(0)} µs`,
    ratio(ownMs / bareMs),
    `${((ownMs - bareMs) * 1000).toFixed(0)} µs`,
  ]
}

/** What it costs to watch: bare `ws` and a captured connection take turns, in one process; the server has its own. */
async function run({ isFull, folder, say }: Bench): Promise<Findings> {
  const server = await startServer('echo-server.ts')
  const captures = createCaptures({ folder: join(folder, 'captures') })
  try {
    say('connections')
    await setUpTimes(server.url, captures, 20)
    const setUp = await setUpTimes(server.url, captures, isFull ? 500 : 100)
    say('echoes')
    await roundTripTimes(server.url, captures, 500)
    const roundTrip = await roundTripTimes(server.url, captures, isFull ? 20_000 : 3_000)
    return {
      columns: ['median over loopback', 'ws', 'Sockscope', 'ratio', 'added'],
      rows: [rowOf('connection set up', setUp), rowOf('64 B and its echo', roundTrip)],
    }
  } finally {
    await captures.close()
    server.stop()
  }
}

export const latencyPart: BenchPart = { name: 'latency', title: 'What watching costs in time', run }
