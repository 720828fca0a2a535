import { createServer, type Socket } from 'node:net'
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
  const told = recordConnection(specOf(server.url, { options: { closeTimeoutMs } }))
  await told.opened
  return told
}

const CLOSE_1000 = frame({ opcode: 8, payload: closePayload(1000), mask: true })

describe('the closing handshake (RFC 6455 section 7)', () => {
  it('begun here: the server answers and ends TCP', async () => {
    const { connection, ...told } = await connectTo(async ({ socket, until }) => {
      await until(CLOSE_1000.length)
      socket.end(frame({ opcode: 8, payload: closePayload(1000, 'see you') }))
    })
    connection.close(1000, '')
    const report = await told.closed
    expect(report).toMatchObject({ code: 1000, name: 'Normal closure', reason: 'see you', clean: true, initiator: 'local' })
    expect(report.detail).toBe(
      'Sockscope sent a close frame (1000), the server answered (1000). The server ended the TCP connection (FIN).',
    )
    expect(told.story).toEqual(['open', 'out:close', 'closing', 'in:close', 'closed', 'close'])
    expect(told.failures).toEqual([])
  })

  it('begun there: the same code is answered, and the server ends TCP first', async () => {
    const { closed, frames, failures } = await connectTo(async ({ socket, until, ended }) => {
      socket.write(frame({ opcode: 8, payload: closePayload(4001, 'moved on') }))
      await until(8)
      socket.end()
      await ended
    })
    expect(await closed).toMatchObject({ code: 4001, name: 'Private use', reason: 'moved on', clean: true, initiator: 'remote' })
    expect(frames.map(({ facts }) => [facts.direction, facts.opcode, facts.payloadLength])).toEqual([
      ['in', 8, 10],
      ['out', 8, 2],
    ])
    expect(failures).toEqual([])
  })

  it('that came whole in the packet of the 101 is answered all the same', async () => {
    const withHead = frame({ opcode: 8, payload: closePayload(1013, 'busy') })
    const server = await startRawServer(({ socket }) => void socket.end(), { withHead })
    cleanups.push(server.close)
    const { closed, story } = recordConnection(specOf(server.url))
    expect(await closed).toMatchObject({ code: 1013, reason: 'busy', clean: true, initiator: 'remote' })
    expect(story).toEqual(['open', 'in:close', 'closing', 'out:close', 'closed', 'close'])
  })

  it('without a code is answered without one, and reported as 1005', async () => {
    const { closed, frames } = await connectTo(async ({ socket, until }) => {
      socket.write(frame({ opcode: 8 }))
      await until(6)
      socket.end()
    })
    expect(await closed).toMatchObject({ code: 1005, name: 'No status received', reason: '', clean: true })
    expect(frames[1]!.facts).toMatchObject({ direction: 'out', payloadLength: 0 })
  })

  it('of both at once is answered by neither again', async () => {
    const { connection, ...told } = await connectTo(async ({ socket, until }) => {
      await until(CLOSE_1000.length)
      socket.write(frame({ opcode: 8, payload: closePayload(1001) }))
      socket.end()
    })
    connection.close(1000, '')
    connection.close(3000, 'again')
    expect(await told.closed).toMatchObject({ code: 1001, clean: true, initiator: 'local' })
    expect(told.frames).toHaveLength(2)
  })

  it('goes on receiving until the server has answered', async () => {
    const { connection, ...told } = await connectTo(async ({ socket, until }) => {
      await until(CLOSE_1000.length)
      socket.write(concat(frame({ opcode: 1, payload: 'still' }), frame({ opcode: 9 }), frame({ opcode: 1, payload: 'here' })))
      socket.end(frame({ opcode: 8, payload: closePayload(1000) }))
    })
    connection.close(1000, '')
    await told.closed
    expect(told.story).toEqual([
      'open',
      'out:close',
      'closing',
      'in:text',
      'in:message',
      'in:ping',
      'in:text',
      'in:message',
      'in:close',
      'closed',
      'close',
    ])
  })

  it('that is not answered ends after the time that was set', async () => {
    const { connection, ...told } = await connectTo(() => undefined, 20)
    connection.close(1000, 'bye')
    const report = await told.closed
    expect(report).toMatchObject({ code: 1000, reason: 'bye', clean: false, initiator: 'local' })
    expect(report.detail).toBe(
      'Sockscope sent a close frame (1000), the server did not answer it. Sockscope dropped the TCP connection after waiting 20 ms for the answer.',
    )
    expect(told.failures).toEqual([])
  })

  it('after which the server keeps TCP open ends after that time too, and is clean', async () => {
    const { closed } = await connectTo(({ socket }) => void socket.write(frame({ opcode: 8, payload: closePayload(1012) })), 20)
    const report = await closed
    expect(report).toMatchObject({ code: 1012, clean: true, initiator: 'remote' })
    expect(report.detail).toContain('The server kept the TCP connection open; Sockscope dropped it after 20 ms.')
  })

  it('that the server answers with the end of TCP only is not clean', async () => {
    const { connection, ...told } = await connectTo(async ({ socket, until }) => {
      await until(CLOSE_1000.length)
      socket.end()
    })
    connection.close(1000, '')
    expect(await told.closed).toMatchObject({ code: 1000, clean: false, initiator: 'local' })
  })

  it.each([0, 999, 1004, 1005, 1006, 1015, 2999, 5000])('does not begin with code %i', async (code) => {
    const { connection } = await connectTo(() => undefined)
    expect(() => connection.close(code, '')).toThrow(expect.objectContaining({ code: 'close.invalid-code' }))
    expect(connection.state).toBe('open')
    connection.terminate()
  })

  it('does not begin with a reason that has no code, or no room', async () => {
    const { connection, ...told } = await connectTo(() => undefined, 20)
    expect(() => connection.close(null, 'why')).toThrow(expect.objectContaining({ code: 'close.invalid-code' }))
    expect(() => connection.close(1000, 'ü'.repeat(62))).toThrow(expect.objectContaining({ code: 'close.reason-too-long' }))
    connection.close(1000, `${'ü'.repeat(61)}!`)
    await told.closed
    expect(told.frames[0]!.facts.payloadLength).toBe(125)
  })
})

describe('an end without a closing handshake (RFC 6455 section 7.1.5)', () => {
  it('by FIN is a lost connection', async () => {
    const { closed, failures, story } = await connectTo(({ socket }) => void socket.end(frame({ opcode: 1, payload: 'last words' })))
    const report = await closed
    expect(report).toMatchObject({ code: 1006, name: 'Abnormal closure', clean: false, initiator: 'none' })
    expect(report.detail).toBe('No close frame was sent or received. The server ended the TCP connection (FIN).')
    expect(failures).toMatchObject([{ code: 'connection.lost' }])
    expect(story).toEqual(['open', 'in:text', 'in:message', 'closing', 'failure', 'closed', 'close'])
  })

  it('by RST is one too, and says so', async () => {
    const { closed, failures } = await connectTo(({ socket }) => void socket.resetAndDestroy())
    expect(await closed).toMatchObject({ code: 1006, detail: expect.stringContaining('reset the TCP connection (RST)') })
    expect(failures).toMatchObject([{ code: 'connection.lost', message: expect.stringContaining('RST') }])
  })

  it('inside a frame shows the part that came', async () => {
    const { closed, frames } = await connectTo(({ socket }) => void socket.end(frame({ opcode: 2, payload: 'cut off' }).subarray(0, 5)))
    expect(await closed).toMatchObject({ code: 1006 })
    expect(frames.map(({ facts, wire }) => [facts.violation, facts.payloadLength, wire.length])).toEqual([['truncated', 7, 5]])
  })

  it('asked for here is no failure', async () => {
    const { connection, ...told } = await connectTo(() => undefined)
    connection.terminate()
    expect(await told.closed).toMatchObject({ code: 1006, clean: false, initiator: 'none', detail: expect.stringContaining('as asked') })
    expect(told.failures).toEqual([])
  })

  it('right behind the 101 is a lost connection, and not a failed handshake', async () => {
    for (const end of ['end', 'destroy', 'resetAndDestroy'] as const) {
      const { closed, failures, states } = await connectTo(({ socket }) => void setImmediate(() => socket[end]()))
      expect(await closed).toMatchObject({ code: 1006 })
      expect(failures).toMatchObject([{ code: 'connection.lost' }])
      expect(states).toEqual(['open', 'closing', 'closed'])
    }
  })

  it('waits for a server that ended its half and does not read ours, but not for ever', async () => {
    const { connection, ...told } = await connectTo(async ({ socket, until }) => {
      await until(10)
      socket.pause()
      socket.end()
    }, 20)
    const sent = connection.send({ kind: 'binary', bytes: new Uint8Array(24 * 1024 * 1024) })
    await expect(sent).rejects.toMatchObject({ code: 'send.failed' })
    expect(await told.closed).toMatchObject({ code: 1006, detail: expect.stringContaining('FIN') })
  })
})

describe('a connection that does not open', () => {
  it('tells the failure and then the end', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    await new Promise((resolve) => server.close(resolve))
    const port = typeof address === 'object' ? address?.port : 0
    const { closed, story, failures } = recordConnection(specOf(`ws://127.0.0.1:${port}/`))
    expect(await closed).toMatchObject({ code: 1006, clean: false, initiator: 'none', detail: 'The connection never opened.' })
    expect(failures).toMatchObject([{ code: 'tcp.refused' }])
    expect(story).toEqual(['failure', 'closed', 'close'])
  })

  it.each(['close', 'terminate'] as const)('is given up by %s', async (how) => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanups.push(() => server.close())
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const { connection, closed, failures } = recordConnection(specOf(`ws://127.0.0.1:${port}/`))
    const socket = await new Promise<Socket>((resolve) => server.on('connection', resolve))
    cleanups.push(() => socket.destroy())
    if (how === 'close') connection.close(1000, '')
    else connection.terminate()
    await closed
    expect(failures).toMatchObject([{ code: 'handshake.cancelled' }])
    expect(connection.state).toBe('closed')
  })

  it('is given up before it began', async () => {
    const { connection, closed, failures } = recordConnection(specOf('ws://127.0.0.1:1/'))
    connection.close(1000, '')
    await closed
    expect(failures).toMatchObject([{ code: 'handshake.cancelled' }])
  })
})
