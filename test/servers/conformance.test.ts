import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALL_CASES } from './conformance/all-cases.ts'
import { echoInProcess } from './conformance/echo-client.ts'
import { stopped } from './support/daemon.ts'
import { connectInTerminal, echoInTerminal } from './support/terminal.ts'

const SERVE = fileURLToPath(new URL('conformance/serve.ts', import.meta.url))
const CASE_LIMIT_MS = 300_000
/** Closing and limits, where the process itself has a part: how it ends, and what its output holds back. */
const IN_TERMINAL = ['7', '9']

const groupOf = (id: string): string => id.split('.')[0] ?? ''
const isFirst = (id: string): boolean => id.endsWith('.1')
const NUMBERED = ALL_CASES.map(({ id, about }, index) => ({ id, about, number: index + 1 }))
const throughTerminal = NUMBERED.filter(({ id }) => IN_TERMINAL.includes(groupOf(id)) || isFirst(id))
const throughEngine = NUMBERED.filter((numbered) => !throughTerminal.includes(numbered))

/** The server stands alone, as for any other client. */
const server = spawn(process.execPath, [SERVE], { stdio: ['ignore', 'pipe', 'inherit'] })
const printed: string[] = []
const lines = createInterface(server.stdout).on('line', (line) => printed.push(line))
let url = ''

beforeAll(async () => {
  if (printed.length === 0) await once(lines, 'line')
  url = printed.shift() ?? ''
})
afterAll(() => stopped(server, 'SIGTERM'))

const runOf = (number: number, agent: string): string => `${url}/runCase?case=${number}&agent=${agent}`

function statusOf(number: number, agent: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url}/getCaseStatus?case=${number}&agent=${agent}`)
    socket.onmessage = ({ data }) => resolve(JSON.parse(String(data)))
    socket.onerror = () => reject(new Error(`no status of case ${number}`))
  })
}

describe('`sockscope connect --echo`, a process for each case of the strict server', () => {
  it('is told how many there are', async () => {
    const { received } = await connectInTerminal(`${url}/getCaseCount`)
    expect(received.map(({ data }) => data)).toEqual([String(ALL_CASES.length)])
  })

  it.concurrent.each(throughTerminal)(
    '$id $about',
    async ({ id, number }) => {
      const { status } = await echoInTerminal(runOf(number, 'terminal'))
      // 5 where the client had to fail the connection, or the server closed with more than a goodbye.
      expect(groupOf(id) === '9' ? [0] : [0, 5]).toContain(status)
      expect(await statusOf(number, 'terminal')).toEqual({ behavior: 'OK', why: '' })
    },
    CASE_LIMIT_MS,
  )
})

describe('the same session without its process', () => {
  it.concurrent.each(throughEngine)(
    '$id $about',
    async ({ number }) => {
      await echoInProcess(runOf(number, 'engine'))
      expect(await statusOf(number, 'engine')).toEqual({ behavior: 'OK', why: '' })
    },
    CASE_LIMIT_MS,
  )
})
