import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openConnection } from '#engine/index.ts'
import { type ConnectionOptions, DEFAULT_SPEC } from '#shared/model/spec.ts'
import { Session } from '../../cli/connect/session.ts'
import { ALL_CASES } from '../servers/conformance/all-cases.ts'
import { type ConformanceServer, startConformanceServer } from '../servers/conformance/conformance-server.ts'

/** Those that take long are run by `npm run test:servers`, every one in a process of its own. */
const QUICK = ALL_CASES.filter(({ id }) => !/^(?:9|12)\./.test(id))

let server: ConformanceServer

beforeAll(async () => {
  server = await startConformanceServer(QUICK)
})
afterAll(() => server.close())

const ignore = (): void => undefined

/** What `sockscope connect URL --echo` does between its arguments and its output. */
function echo(url: string, options: Partial<ConnectionOptions> = {}): Promise<void> {
  return new Promise((resolve) => {
    const plan = {
      spec: { ...DEFAULT_SPEC, url, options: { ...DEFAULT_SPEC.options, ...options } },
      close: { code: 1000, reason: '' },
      isCloseAsked: false,
      count: null,
      durationMs: null,
      lingerMs: 1000,
      isEcho: true,
      isExplain: false,
      steps: [],
    }
    const session = new Session(plan, [], {
      onOpen: ignore,
      onUnsent: ignore,
      onWaiting: ignore,
      onDue: ignore,
      onEnd: () => resolve(),
    })
    session.attach(openConnection(plan.spec, session.observer, { userAgent: 'sockscope/test' }))
  })
}

describe('`sockscope connect --echo` as the client of a strict server', () => {
  it('has as many cases as a suite should have', () => expect(ALL_CASES.length).toBeGreaterThan(500))

  it.each(QUICK.map(({ id, about }, index) => [id, about, index + 1] as const))('%s %s', async (_id, _about, number) => {
    await echo(`${server.url}/runCase?case=${number}&agent=sockscope`)
    expect(await server.verdict(number)).toEqual({ behavior: 'OK', why: '' })
  })
})

describe('the strict server', () => {
  it('fails a client that answers no pings', async () => {
    const number = QUICK.findIndex(({ id }) => id === '2.1') + 1
    const alone = await startConformanceServer(QUICK)
    // The client gives up on its own ping, which the case takes for something else than the pong.
    const keepAlive = { intervalMs: 20, pongTimeoutMs: 20 }
    await echo(`${alone.url}/runCase?case=${number}&agent=sockscope`, { automaticPong: false, keepAlive })
    expect(await alone.verdict(number)).toEqual({ behavior: 'FAILED', why: 'opcode 9 in place of the pong' })
    await alone.close()
  })
})
