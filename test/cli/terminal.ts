import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SockscopeRecord } from '#shared/model/records.ts'

export const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  /** What is piped in; null for /dev/null. */
  readonly input?: string | Uint8Array | null
  readonly environment?: NodeJS.ProcessEnv
}

/** Folders of its own for every run: nothing of the person's is touched. */
export function testEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-cli-'))
  return { ...process.env, SOCKSCOPE_DATA: join(folder, 'data'), SOCKSCOPE_WORKSPACE: join(folder, 'workspace'), TZ: 'UTC', ...extra }
}

/** Starts the real terminal tool. */
export function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [MAIN, ...args], { env: testEnvironment(environment), stdio: 'pipe' })
}

/** Runs the real terminal tool to its end. */
export async function run(args: readonly string[], { input = null, environment = {} }: RunOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: testEnvironment(environment),
    stdio: [input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  if (input !== null) child.stdin?.end(input)
  // stdio above says pipe for both
  return ended(child as ChildProcessWithoutNullStreams)
}

export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text
    })
  }
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, ...texts }
}

/** Resolves with everything printed so far once it matches. */
export function printed(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      text += more
      if (pattern.test(text)) resolve(text)
    })
    child.once('close', () => reject(new Error(`It ended before it printed ${pattern}: ${text}`)))
  })
}

/** Every line must be one record; nothing else stands on stdout with --json. */
export const recordsOf = (stdout: string): SockscopeRecord[] =>
  stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as SockscopeRecord)

export type RecordOf<T extends SockscopeRecord['type']> = Extract<SockscopeRecord, { type: T }>

export const ofType = <T extends SockscopeRecord['type']>(records: readonly SockscopeRecord[], type: T): RecordOf<T>[] =>
  records.filter((record): record is RecordOf<T> => record.type === type)
