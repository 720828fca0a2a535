import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { CloseRecord, ErrorRecord, FrameRecord, HandshakeRecord, MessageRecord, SockscopeRecord } from '#shared/model/records.ts'
import { ROOT } from '#test/support/built.ts'

/** Of the bundle, which starts four times as fast as the sources. */
const MAIN = join(ROOT, 'dist', 'cli', 'sockscope.js')

export interface TerminalRun {
  readonly status: number | null
  readonly records: readonly SockscopeRecord[]
  /** One of each request, in order. */
  readonly hops: readonly HandshakeRecord[]
  /** The last of them. */
  readonly handshake: HandshakeRecord
  readonly frames: readonly FrameRecord[]
  /** In the order they were told. */
  readonly received: readonly MessageRecord[]
  readonly close: CloseRecord
  /** What failed; null if nothing did. */
  readonly error: Pick<ErrorRecord, 'code' | 'message' | 'hint'> | null
  readonly stderr: string
}

/** Runs `sockscope connect URL ARGS --json` as a process of its own; `nodeArgs` go to its Node. */
export async function connectInTerminal(url: string, args: readonly string[] = [], nodeArgs: readonly string[] = []): Promise<TerminalRun> {
  const { status, stdout, stderr } = await runTerminal(['connect', url, '--json', ...args], nodeArgs)
  const records = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SockscopeRecord) // the schema is what other tests check
  const all = <T extends SockscopeRecord['type']>(type: T) =>
    records.filter((record) => record.type === type) as Extract<SockscopeRecord, { type: T }>[]
  const [hops, close, failed] = [all('handshake'), all('close')[0], all('error')[0]]
  const handshake = hops.at(-1)
  if (!handshake || !close) throw new Error(`no handshake or no close in what the terminal said (status ${status}):\n${stdout}${stderr}`)
  const received = all('message').filter(({ direction }) => direction === 'in')
  const error = failed === undefined ? null : { code: failed.code, message: failed.message, hint: failed.hint }
  return { status, records, hops, handshake, frames: all('frame'), received, close, error, stderr }
}

/** Runs `sockscope connect URL ARGS --explain` and gives its report. */
export async function explainInTerminal(url: string, args: readonly string[] = []): Promise<{ status: number | null; report: string }> {
  const { status, stdout } = await runTerminal(['connect', url, '--explain', ...args], [])
  return { status, report: stdout }
}

/** Runs `sockscope connect URL --echo` to its end; what it prints is not kept. */
export async function echoInTerminal(url: string): Promise<{ status: number | null }> {
  const child = spawn(process.execPath, [MAIN, 'connect', url, '--echo', '--timeout', '60000'], { stdio: 'ignore' })
  await once(child, 'close')
  return { status: child.exitCode }
}

async function runTerminal(args: readonly string[], nodeArgs: readonly string[]) {
  const child = spawn(process.execPath, [...nodeArgs, MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  await once(child, 'close')
  return { status: child.exitCode, stdout, stderr }
}
