import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectFirst } from '#engine/handshake/connect-tcp.ts'
import { serveRaw } from './bench.ts'

const never = new AbortController().signal

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

describe('connecting to the first address that answers (RFC 8305)', () => {
  it('goes on to the next where one refuses', async () => {
    const server = await serveRaw(() => undefined)
    const closed = { host: '127.0.0.1', port: await closedPort() }
    const socket = await connectFirst([closed, closed, { host: '127.0.0.1', port: server.port }], never)
    onTestFinished(() => void socket.destroy())
    expect(socket.remotePort).toBe(server.port)
    expect([socket.listenerCount('connect'), socket.listenerCount('error')]).toEqual([0, 0])
  })

  it('does not wait for an address that stays silent', async () => {
    const server = await serveRaw(() => undefined)
    // TEST-NET-1 (RFC 5737): no answer, or at once that there is no way; never a connection.
    const socket = await connectFirst(
      [
        { host: '192.0.2.1', port: 9 },
        { host: '127.0.0.1', port: server.port },
      ],
      never,
    )
    onTestFinished(() => void socket.destroy())
    expect(socket.remoteAddress).toBe('127.0.0.1')
  })

  it('tells the most telling of several errors', async () => {
    const missing = { path: '/no/such/socket' }
    const closed = { host: '127.0.0.1', port: await closedPort() }
    await expect(connectFirst([missing, closed], never)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await expect(connectFirst([missing, missing], never)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('gives up when it is told to', async () => {
    const stop = new AbortController()
    const connecting = connectFirst(
      [
        { host: '192.0.2.1', port: 9 },
        { host: '192.0.2.2', port: 9 },
      ],
      stop.signal,
    )
    stop.abort(new Error('enough'))
    await expect(connecting).rejects.toThrowError('enough')
    await expect(connectFirst([{ host: '127.0.0.1', port: 9 }], stop.signal)).rejects.toThrowError('enough')
  })
})
