import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALL_CASES } from './conformance/all-cases.ts'
import { type ConformanceServer, startConformanceServer } from './conformance/conformance-server.ts'
import { connectInTerminal, echoInTerminal } from './support/terminal.ts'

const CASE_LIMIT_MS = 300_000
let server: ConformanceServer

beforeAll(async () => {
  server = await startConformanceServer(ALL_CASES)
})
afterAll(() => server.close())

describe('`sockscope connect --echo`, a process for each case of the strict server', () => {
  it('is told how many there are', async () => {
    const { received } = await connectInTerminal(`${server.url}/getCaseCount`)
    expect(received.map(({ data }) => data)).toEqual([String(ALL_CASES.length)])
  })

  it.concurrent.each(ALL_CASES.map(({ id, about }, index) => [id, about, index + 1] as const))(
    '%s %s',
    async (_id, _about, number) => {
      const { status } = await echoInTerminal(`${server.url}/runCase?case=${number}&agent=sockscope`)
      expect([0, 5]).toContain(status)
      expect(await server.verdict(number)).toEqual({ behavior: 'OK', why: '' })
    },
    CASE_LIMIT_MS,
  )
})
