import { type ChildProcess, type SpawnOptionsWithStdioTuple, type StdioNull, type StdioPipe, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { DAEMON_USER } from './daemon-user.ts'

/** A server of somebody else's, running for the time of a test. */
export interface Daemon {
  readonly stop: () => Promise<void>
  /** What it has printed so far, both outputs together. */
  readonly printed: () => string
}

export interface DaemonOptions {
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>
  /** Where it runs; this process's own folder if left out. */
  readonly folder?: string
}

const RETRY_MS = 20
/** A daemon that has not ended by itself so long after it was asked to is killed. */
const PATIENCE_MS = 10_000
/** Far more than a slow machine needs; RabbitMQ takes some seconds. */
const LONGEST_START_MS = 100_000

/** A port of 127.0.0.1 that was free a moment ago, for servers that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** Several at once, so that none is given twice. */
export const freePorts = (count: number): Promise<number[]> => Promise.all(Array.from({ length: count }, freePort))

/**
 * Starts a server in the foreground and waits until it is ready.
 *
 * @param isReady the port that must take a connection, or a question that is asked until the answer is yes
 * @throws with what it printed if it ends before that, or does not come
 */
export async function startDaemon(
  command: string,
  args: readonly string[],
  isReady: number | (() => Promise<boolean>),
  { environment = {}, folder }: DaemonOptions = {},
): Promise<Daemon> {
  const options: SpawnOptionsWithStdioTuple<StdioNull, StdioPipe, StdioPipe> = {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    ...(folder === undefined ? {} : { cwd: folder }),
    ...DAEMON_USER,
  }
  const child = spawn(command, args, options)
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  let printed = ''
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
  }
  const ask = typeof isReady === 'number' ? () => takesConnections(isReady) : isReady
  const givenUpMs = performance.now() + LONGEST_START_MS
  while (!(await ask())) {
    if (hasEnded(child)) throw new Error(`${command} ended with ${child.exitCode ?? child.signalCode}: ${printed}`)
    if (performance.now() > givenUpMs) {
      await stopped(child, 'SIGKILL')
      throw new Error(`${command} was not ready in time: ${printed}`)
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
  return { stop: () => stopped(child, 'SIGTERM'), printed: () => printed }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** Signals a process of ours and waits for its end. */
export async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  await ended
  clearTimeout(timer)
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
