import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { CloseRecord, FrameRecord, HandshakeRecord, MessageRecord, SockscopeRecord } from '#shared/model/records.ts'

const MAIN = fileURLToPath(new URL('../../../cli/main.ts', import.meta.url))

export interface TerminalRun {
  readonly status: number | null
  readonly records: readonly SockscopeRecord[]
  readonly handshake: HandshakeRecord
  readonly frames: readonly FrameRecord[]
  /** In the order they were told. */
  readonly received: readonly MessageRecord[]
  readonly close: CloseRecord
  readonly stderr: string
}

/** Runs `sockscope connect URL ARGS --json` as a process of its own; `nodeArgs` go to its Node. */
export async function connectInTerminal(url: string, args: readonly string[], nodeArgs: readonly string[] = []): Promise<TerminalRun> {
  const child = spawn(process.execPath, [...nodeArgs, MAIN, 'connect', url, '--json', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  await once(child, 'close')
  const records = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SockscopeRecord) // the schema is what other tests check
  const all = <T extends SockscopeRecord['type']>(type: T) =>
    records.filter((record) => record.type === type) as Extract<SockscopeRecord, { type: T }>[]
  const [handshake, close] = [all('handshake').at(-1), all('close')[0]]
  if (!handshake || !close)
    throw new Error(`no handshake or no close in what the terminal said (status ${child.exitCode}):\n${stdout}${stderr}`)
  const received = all('message').filter(({ direction }) => direction === 'in')
  return { status: child.exitCode, records, handshake, frames: all('frame'), received, close, stderr }
}
