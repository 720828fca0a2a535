import { describe, expect, it } from 'vitest'
import { connectFirst } from '#engine/handshake/connect-tcp.ts'
import type { ConnectAttempt } from '#shared/model/handshake.ts'
import type { AddressOptions } from '#shared/model/spec.ts'
import { type Answerer, attempt, serve, serveRaw, specOf, switching } from './bench.ts'

const open: Answerer = (socket, head) => socket.write(switching(head))
const addressed = (addresses: Partial<AddressOptions>) => ({ addresses: { family: 'any', overrides: [], ...addresses } as const })
const never = new AbortController().signal

describe('where a name leads', () => {
  it('is what an override says, without a look-up, and the name stays the name', async () => {
    let head = ''
    const { port } = await serve((socket, text) => {
      head = text
      open(socket, text)
    })
    const overrides = [
      { host: 'other.test', port, address: '192.0.2.1' },
      { host: 'Server.TEST', port, address: '127.0.0.1' },
    ]
    const { report, error } = await attempt(specOf(`ws://server.test:${port}/`, addressed({ overrides })))
    expect(error).toBeNull()
    expect(head).toContain(`\r\nHost: server.test:${port}\r\n`)
    expect(report).toMatchObject({ url: `ws://server.test:${port}/`, peer: { address: '127.0.0.1', port }, timingsMs: { dns: null } })
  })

  it('is of the family that was chosen', async () => {
    const { port } = await serve(open)
    const v4 = await attempt(specOf(`ws://localhost:${port}/`, addressed({ family: 'ipv4' })))
    expect(v4.report).toMatchObject({ failure: null, peer: { address: '127.0.0.1' } })
    const v6 = await attempt(specOf(`ws://127.0.0.1:${port}/`, addressed({ family: 'ipv6' })))
    expect(v6.error).toMatchObject({ code: 'dns.not-found', message: expect.stringContaining('127.0.0.1 is not an IPv6 address') })
  })

  it('is not an override that is no address', async () => {
    const overrides = [{ host: 'server.test', port: 80, address: 'elsewhere.test' }]
    const { error } = await attempt(specOf('ws://server.test/', addressed({ overrides })))
    expect(error).toMatchObject({ code: 'input.invalid', message: expect.stringContaining('"elsewhere.test"') })
  })
})

describe('each attempt to connect', () => {
  it('is told with its time and outcome', async () => {
    const { port } = await serve(open)
    const { report } = await attempt(specOf(`ws://127.0.0.1:${port}/`))
    expect(report.attempts).toEqual([
      { address: '127.0.0.1', port, startMs: expect.any(Number), durationMs: expect.any(Number), outcome: 'connected', error: null },
    ])
  })

  it('is told where it failed, and where it was abandoned for a faster one', async () => {
    const server = await serveRaw(() => undefined)
    let attempts: readonly ConnectAttempt[] = []
    const candidates = [1, server.port].map((port) => ({ host: '127.0.0.1', port }))
    const socket = await connectFirst(candidates, never, (all) => {
      attempts = all
    })
    socket.destroy()
    expect(attempts.map(({ port, outcome, error }) => [port, outcome, error])).toEqual([
      [1, 'failed', 'ECONNREFUSED'],
      [server.port, 'connected', null],
    ])
    const stop = new AbortController()
    const both = connectFirst(candidates, stop.signal, (all) => {
      attempts = all
    })
    stop.abort(new Error('enough'))
    await expect(both).rejects.toThrowError('enough')
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['abandoned'])
  })

  it('is told where all failed', async () => {
    const overrides = ['127.0.0.1', '127.0.0.2'].map((address) => ({ host: 'server.test', port: 1, address }))
    const { report } = await attempt(specOf('ws://server.test:1/', addressed({ overrides })))
    expect(report.failure?.code).toBe('tcp.refused')
    expect(report.attempts.map(({ address, error }) => [address, error])).toEqual([
      ['127.0.0.1', 'ECONNREFUSED'],
      ['127.0.0.2', 'ECONNREFUSED'],
    ])
  })
})
