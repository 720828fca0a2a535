import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import { type CertificateFiles, copyCertificate } from './support/certificates.ts'
import { type Comparison, compare, type Timing } from './support/compare.ts'
import { type TemporaryFolder, temporaryFolder } from './support/folder.ts'
import { runFirst } from './support/priority.ts'
import { canCapture } from './support/programs.ts'
import { connectInTerminal, type TerminalRun } from './support/terminal.ts'
import { dissect, WireCapture } from './support/tshark.ts'

/** Two clocks look at one packet: the kernel's when it crosses, ours when the process is told. */
const NEAR_US = 1_000
/**
 * A packet that comes behind the 101's while that is still being judged is read when that is done, which over TLS takes up to
 * 1.9 ms (docs/architecture.md, "Order and time"); it is dated then.
 */
const BEHIND_101_US = { ws: NEAR_US, wss: 2_500 } as const
/** On a machine with other work to do a process may be told late; once in so many tries it must not. */
const TRIES = 12
/** After so long, what every frame needs has run before. */
const WARM_US = 50_000

interface Watched {
  readonly path: string
  readonly args: readonly string[]
}

interface Talk extends Watched {
  readonly name: string
  /** Frames expected at least, so that a talk that failed early does not pass for agreement. */
  readonly least: number
  readonly status?: number
}

const WORDS = 'the same words again and again, '.repeat(20)

const TALKS: readonly Talk[] = [
  { name: 'text', path: '/echo', args: ['--send', 'hello', '--send', 'Grüße, 世界 🌍', '--send', '', '--count', '3'], least: 8 },
  { name: 'binary', path: '/echo', args: ['--send-base64', 'AAEC/w==', '--send-base64', '', '--count', '2'], least: 6 },
  { name: 'every length field', path: '/echo', args: [...lengths(125, 126, 65_535, 65_536), '--count', '4'], least: 10 },
  { name: 'a ping and its pong', path: '/echo', args: ['--ping', 'are you there', '--ping', '--send', 'x', '--count', '1'], least: 8 },
  { name: 'fragments with pings between', path: '/fragments', args: ['--send', 'again', '--count', '4'], least: 20 },
  { name: "the server's pings", path: '/ping?ms=20', args: ['--duration', '200'], least: 12 },
  { name: 'compression with context takeover', path: '/deflate', args: [...repeated(6, WORDS), '--count', '6'], least: 14 },
  { name: 'compression without context takeover', path: '/deflate/no-takeover', args: [...repeated(6, WORDS), '--count', '6'], least: 14 },
  { name: 'compressed fragments', path: '/deflate/fragments', args: [...repeated(3, WORDS), '--count', '3'], least: 14 },
  { name: 'frames in the packet of the 101', path: '/with-101', args: ['--send', 'x', '--count', '3'], least: 7 },
  { name: 'a close with code and reason', path: '/echo', args: ['--send', 'x', '--count', '1', '--close', '4000:enough'], least: 4 },
  { name: "the server's close", path: '/close/1000?reason=bye', args: [], least: 2 },
  { name: "the server's empty close", path: '/close-empty', args: [], least: 2 },
  { name: 'a masked frame of the server', path: '/masked-server', args: [], least: 3, status: 5 },
  { name: 'reserved bits', path: '/reserved-bits', args: [], least: 3, status: 5 },
  { name: 'a flood', path: '/flood?n=3000&size=300', args: ['--count', '3000'], least: 3_002 },
]

function lengths(...bytes: readonly number[]): string[] {
  return bytes.flatMap((count) => ['--send-base64', Buffer.alloc(count, count).toString('base64')])
}

function repeated(times: number, text: string): string[] {
  return Array.from({ length: times }, (_, number) => ['--send', `${number} ${text}`]).flat()
}

describe.skipIf(!canCapture).each(['ws', 'wss'] as const)('the terminal and tshark on the same %s connection', (scheme) => {
  let folder: TemporaryFolder
  let certificates: CertificateFiles
  let server: DemoServerHandle

  beforeAll(async () => {
    runFirst()
    folder = temporaryFolder()
    certificates = copyCertificate(folder, 'good')
    const tls = { key: readFileSync(certificates.key), cert: readFileSync(certificates.cert) }
    server = await startDemoServer(scheme === 'wss' ? { tls } : {})
  })
  afterAll(async () => {
    await server.close()
    folder.remove()
  })

  /** One run of the terminal with tshark beside it. */
  async function watch({ path, args }: Watched): Promise<{ readonly run: TerminalRun; readonly seen: Comparison }> {
    const [file, keyLog] = [join(folder.path, 'wire.pcapng'), join(folder.path, 'keys.log')]
    rmSync(file, { force: true })
    writeFileSync(keyLog, '')
    const capture = await WireCapture.start(file, server.port)
    const [ca, node] = scheme === 'wss' ? [['--ca', certificates.authority], [`--tls-keylog=${keyLog}`]] : [[], []]
    const run = await connectInTerminal(server.url + path, [...args, ...ca], node)
    await capture.stop()
    const dissected = await dissect(file, { port: server.port, keyLog: scheme === 'wss' ? keyLog : null })
    return { run, seen: compare(run.frames, dissected, server.port) }
  }

  it.each(TALKS)('agree frame by frame: $name', async (talk) => {
    const { run, seen } = await watch(talk)
    expect(seen.sockscope).toEqual(seen.tshark)
    expect(run.frames.map(({ seq }) => seq)).toEqual(run.frames.map((_, index) => index))
    expect(run.frames.length).toBeGreaterThanOrEqual(talk.least)
    expect(run.status, run.stderr).toBe(talk.status ?? 0)
  })

  it('agree that what came in the packet of the 101 came before anything was sent', async () => {
    const { run } = await watch({ path: '/with-101', args: ['--send', 'x', '--count', '3'] })
    expect(run.frames.slice(0, 2).map(({ direction }) => direction)).toEqual(['in', 'in'])
  })

  /** Microseconds that a share of the frames (1: every one) is at most apart, in the best of some tries. */
  async function apart(talk: Watched, share: number, isJudged: (timing: Timing) => boolean, nearUs: number = NEAR_US): Promise<number> {
    const worst: number[] = []
    while (worst.length < TRIES && Math.min(...worst) > nearUs) {
      const { seen } = await watch(talk)
      expect(seen.sockscope).toEqual(seen.tshark)
      const judged = seen.timings.filter(isJudged).map(({ offsetUs }) => Math.abs(offsetUs))
      expect(judged.length).toBeGreaterThan(1)
      worst.push(judged.sort((one, other) => one - other)[Math.ceil(judged.length * share) - 1] ?? Number.NaN)
    }
    console.log(`${scheme}://…${talk.path}: at most ${worst.map((us) => `${Math.round(us)} µs`).join(', then ')} apart`)
    return Math.min(...worst)
  }

  it.each([
    ['text', { path: '/echo', args: ['--send', 'hello', '--send', 'world', '--count', '2'] }],
    ['fragments', { path: '/fragments', args: ['--count', '2'] }],
    ['compression', { path: '/deflate', args: [...repeated(2, WORDS), '--count', '2'] }],
  ])('agree on the times of the first frames within 1 ms: %s', async (_, talk) => {
    expect(await apart(talk, 1, () => true)).toBeLessThanOrEqual(NEAR_US)
  })

  it(`agree on the time of a close right behind the 101 within ${BEHIND_101_US[scheme] / 1000} ms`, async () => {
    const nearUs = BEHIND_101_US[scheme]
    expect(await apart({ path: '/close/1000', args: [] }, 1, () => true, nearUs)).toBeLessThanOrEqual(nearUs)
  })

  it.each([
    ['pings', { path: '/ping?ms=20', args: ['--duration', '300'] }],
    ['messages', { path: '/tick?ms=10', args: ['--count', '30'] }],
    ['messages sent back', { path: '/tick?ms=10', args: ['--echo', '--count', '30'] }],
  ])('agree on the times of nine in ten later frames within 1 ms: %s', async (_, talk) => {
    expect(await apart(talk, 0.9, ({ sinceStartUs }) => sinceStartUs > WARM_US)).toBeLessThanOrEqual(NEAR_US)
  })
})
