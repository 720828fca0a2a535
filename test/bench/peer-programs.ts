import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { loadScript } from '#test/house/load-script.ts'

interface NpmScript {
  readonly npm: (args: readonly string[], folder: string) => Promise<number>
}

const FOLDER = join(import.meta.dirname, 'peers')
const PYTHON = '/usr/bin/python3'

export interface Counted {
  readonly messages: number
  readonly seconds: number
}

/** What people use instead. */
export interface Peer {
  readonly name: string
  /** Why it cannot be measured here; null if it can. */
  readonly missing: () => string | null
  /** Messages that it receives in a second or so. */
  readonly count: number
  readonly receive: (url: string, count: number) => Promise<Counted>
}

/** Fetches the peers of the registry (peers/package.json), once. */
export async function fetchPeers(): Promise<void> {
  if (existsSync(join(FOLDER, 'node_modules', 'wscat'))) return
  const { npm } = await loadScript<NpmScript>('lib/npm.mjs')
  await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], FOLDER)
}

const inPeers = (...path: readonly string[]): string => join(FOLDER, ...path)
const BUN = inPeers('node_modules', '@oven', `bun-${process.platform}-${process.arch}`, 'bin', 'bun')
const notFetched = (path: string): string | null => (existsSync(path) ? null : 'it could not be fetched from the registry')

/** A program that counts, and says so in JSON when the server has closed. */
async function runCounting(command: string, args: readonly string[]): Promise<Counted> {
  const { stdout } = await promisify(execFile)(command, args)
  // Written by a file of peers/.
  return JSON.parse(stdout) as Counted
}

/** wscat prints everything; what it takes to start is not counted. */
async function runWscat(url: string, count: number): Promise<Counted> {
  const timeOf = async (wanted: number) => {
    const began = performance.now()
    const child = spawn(
      process.execPath,
      [inPeers('node_modules', 'wscat', 'bin', 'wscat'), '-c', url.replace(`count=${count}`, `count=${wanted}`)],
      {
        stdio: ['pipe', 'ignore', 'ignore'],
      },
    )
    await once(child, 'exit')
    return (performance.now() - began) / 1000
  }
  const startSeconds = await timeOf(1)
  return { messages: count, seconds: (await timeOf(count)) - startSeconds }
}

export const PEER_PROGRAMS: readonly Peer[] = [
  {
    name: "Bun's client",
    missing: () => notFetched(BUN),
    count: 2_000_000,
    receive: (url) => runCounting(BUN, [inPeers('counting-bun.mjs'), url]),
  },
  {
    name: '`websocket` from npm',
    missing: () => notFetched(inPeers('node_modules', 'websocket')),
    count: 500_000,
    receive: (url) => runCounting(process.execPath, [inPeers('counting-websocket.mjs'), url]),
  },
  {
    name: 'python3-websockets',
    missing: () =>
      spawnSync(PYTHON, ['-c', 'import websockets']).status === 0 ? null : 'it is not installed (apt-get install python3-websockets)',
    count: 100_000,
    receive: (url) => runCounting(PYTHON, [inPeers('counting-websockets.py'), url]),
  },
  {
    name: 'wscat, its output thrown away',
    missing: () => notFetched(inPeers('node_modules', 'wscat')),
    count: 300_000,
    receive: runWscat,
  },
]
