import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALL_CASES } from '../servers/conformance/all-cases.ts'
import { type ConformanceServer, startConformanceServer } from '../servers/conformance/conformance-server.ts'
import { echoInProcess } from '../servers/conformance/echo-client.ts'
import type { JudgedCase } from '../servers/conformance/reports.ts'

/** Those that take long are run by `npm run test:servers`. */
const QUICK = ALL_CASES.filter(({ id }) => !/^(?:9|12)\./.test(id))

let server: ConformanceServer

beforeAll(async () => {
  server = await startConformanceServer(QUICK)
})
afterAll(() => server.close())

describe('`sockscope connect --echo` as the client of a strict server', () => {
  it('has as many cases as a suite should have', () => expect(ALL_CASES.length).toBeGreaterThan(500))

  it.each(QUICK.map(({ id, about }, index) => [id, about, index + 1] as const))('%s %s', async (_id, _about, number) => {
    await echoInProcess(`${server.url}/runCase?case=${number}&agent=sockscope`)
    expect(await server.verdict(number, 'sockscope')).toEqual({ behavior: 'OK', why: '' })
  })
})

describe('the strict server', () => {
  it('fails a client that answers no pings', async () => {
    const number = QUICK.findIndex(({ id }) => id === '2.1') + 1
    const alone = await startConformanceServer(QUICK)
    // The client gives up on its own ping, which the case takes for something else than the pong.
    const keepAlive = { intervalMs: 20, pongTimeoutMs: 20 }
    await echoInProcess(`${alone.url}/runCase?case=${number}&agent=sockscope`, { automaticPong: false, keepAlive })
    expect(await alone.verdict(number, 'sockscope')).toEqual({ behavior: 'FAILED', why: 'opcode 9 in place of the pong' })
    await alone.close()
  })

  it('says which cases an agent has not run, and counts the last run of the others', async () => {
    const reported: (readonly JudgedCase[])[] = []
    const alone = await startConformanceServer(QUICK.slice(0, 2), { onReport: (_, judged) => reported.push(judged) })
    await echoInProcess(`${alone.url}/runCase?case=1&agent=sockscope`)
    await echoInProcess(`${alone.url}/updateReports?agent=sockscope`)
    expect(reported.flat().map(({ behavior }) => behavior)).toEqual(['OK', 'UNRUN'])
    expect((await alone.verdict(1, 'another')).behavior).toBe('UNRUN')
    await alone.close()
  })
})
