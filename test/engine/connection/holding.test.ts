import { afterEach, describe, expect, it } from 'vitest'
import { closePayload, concat, frame } from '#test/support/frame-builder.ts'
import { type RawPeer, startRawServer } from '#test/support/raw-server.ts'
import { recordConnection, specOf } from '#test/support/recorded-connection.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function connectTo(behave: (peer: RawPeer) => void | Promise<void>, closeTimeoutMs = 10_000) {
  const server = await startRawServer(behave)
  cleanups.push(server.close)
  return recordConnection(specOf(server.url, { options: { closeTimeoutMs } }))
}

/** Lets everything that is on its way through the event loop arrive. */
async function settle(turns = 50): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
}

const TURNS = 5

const many = (count: number, payload = 'x') => concat(...Array.from({ length: count }, () => frame({ opcode: 1, payload })))

describe('a connection that is held', () => {
  it('tells nothing meanwhile and everything afterwards', async () => {
    const { connection, ...told } = await connectTo(
      ({ socket }) => void socket.end(concat(many(1000), frame({ opcode: 8, payload: closePayload(1000) }))),
    )
    connection.hold(true)
    await told.opened
    await settle()
    expect(told.story).toEqual(['open'])
    connection.hold(false)
    await told.closed
    expect(told.messages).toHaveLength(1000)
  })

  it('loses nothing that had arrived when the server resets it', async () => {
    const written = Promise.withResolvers<void>()
    const { connection, ...told } = await connectTo(async ({ socket, until }) => {
      socket.write(many(100), () => written.resolve())
      await until(6)
      socket.resetAndDestroy()
    })
    connection.hold(true)
    await Promise.all([told.opened, written.promise])
    await settle()
    await connection.send({ kind: 'text', text: '' })
    expect(await told.closed).toMatchObject({ code: 1006, detail: expect.stringContaining('RST') })
    expect(told.messages.filter(({ facts }) => facts.direction === 'in')).toHaveLength(100)
  })

  it('does not count the wait for the server’s close frame against the server', async () => {
    const answered = Promise.withResolvers<void>()
    const { connection, ...told } = await connectTo(async ({ socket, until }) => {
      await until(8)
      socket.end(concat(many(10), frame({ opcode: 8, payload: closePayload(1000) })), () => answered.resolve())
    }, 1)
    await told.opened
    connection.hold(true)
    connection.close(1000, '')
    await answered.promise
    await settle(500)
    expect(connection.state).toBe('closing')
    connection.hold(false)
    await told.closed
    expect(told.messages).toHaveLength(10)
  })
})

describe('two connections at once', () => {
  it('one that is flooded does not hold up the other', async () => {
    const flood = many(100, 'x'.repeat(1_000))
    const flooded = await connectTo(({ socket }) => {
      const pour = () => void socket.write(flood)
      socket.on('drain', pour)
      while (socket.write(flood));
    })
    const quiet = await connectTo(async ({ socket, until }) => {
      for (let turn = 1; turn <= TURNS; turn++) {
        await until(7 * turn)
        socket.write(frame({ opcode: 1, payload: '!' }))
      }
    })
    await flooded.until(() => flooded.frames.length > 0)
    await quiet.opened
    const before = flooded.frames.length
    for (let turn = 1; turn <= TURNS; turn++) {
      await quiet.connection.send({ kind: 'text', text: '?' })
      await quiet.until(() => quiet.messages.length === 2 * turn)
    }
    expect(flooded.frames.length).toBeGreaterThan(before)
    expect(flooded.connection.state).toBe('open')
    flooded.connection.terminate()
    quiet.connection.terminate()
    await Promise.all([flooded.closed, quiet.closed])
    expect(flooded.messages.length).toBe(flooded.frames.filter(({ facts }) => facts.violation === null).length)
  })
})
