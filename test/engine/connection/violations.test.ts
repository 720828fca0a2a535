import { afterEach, describe, expect, it } from 'vitest'
import { VIOLATIONS, type ViolationId } from '#shared/model/frame.ts'
import { closePayload, concat, frame, hex } from '#test/support/frame-builder.ts'
import { type RawPeer, startRawServer } from '#test/support/raw-server.ts'
import { recordConnection, type SpecChanges, specOf } from '#test/support/recorded-connection.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function connectTo(behave: (peer: RawPeer) => void | Promise<void>, changes?: SpecChanges, headers: string[] = []) {
  const server = await startRawServer(behave, { headers })
  cleanups.push(server.close)
  return recordConnection(specOf(server.url, changes))
}

/** Length of a masked close frame with a code and no reason. */
const CLOSE_FRAME_BYTES = 8

const text = (payload: string | Uint8Array, more = {}) => frame({ opcode: 1, payload, ...more })

const BROKEN: readonly (readonly [ViolationId, string, Uint8Array])[] = [
  ['reserved-bits', 'protocol.violation', text('x', { rsv: 2 })],
  ['reserved-bits', 'protocol.violation', text('x', { rsv: 4 })],
  ['reserved-opcode', 'protocol.violation', frame({ opcode: 3 })],
  ['reserved-opcode', 'protocol.violation', frame({ opcode: 11 })],
  ['masked-by-server', 'protocol.violation', text('x', { mask: true })],
  ['length-not-minimal', 'protocol.violation', text('x', { lengthBytes: 2 })],
  ['length-too-large', 'protocol.violation', text('', { lengthBytes: 8, announcedBytes: 1n << 63n })],
  ['control-fragmented', 'protocol.violation', frame({ opcode: 9, fin: false })],
  ['control-too-long', 'protocol.violation', frame({ opcode: 9, payload: new Uint8Array(126) })],
  ['continuation-without-start', 'protocol.violation', frame({ opcode: 0 })],
  ['message-interrupted', 'protocol.violation', concat(text('x', { fin: false }), text('y'))],
  ['not-utf8', 'message.not-utf8', text(hex('c328'))],
  ['message-too-large', 'message.too-large', text('x'.repeat(1001))],
  ['message-too-large', 'message.too-large', text('', { lengthBytes: 8, announcedBytes: 1n << 40n })],
]

describe('a server that breaks the rules', () => {
  it.each(BROKEN)('%s: the connection is failed with %s and the rule’s close code', async (id, code, bytes) => {
    let answer = new Uint8Array(0)
    const { closed, failures, frames } = await connectTo(
      async ({ socket, until }) => {
        socket.write(concat(text('fine'), bytes))
        answer = new Uint8Array(await until(CLOSE_FRAME_BYTES))
        socket.end(frame({ opcode: 8, payload: closePayload(VIOLATIONS[id].closeCode) }))
      },
      { options: { maxMessageBytes: 1000 } },
    )
    const report = await closed
    const broken = frames.find(({ facts }) => facts.violation !== null)!
    expect(broken.facts.violation).toBe(id)
    expect(failures).toMatchObject([{ code, message: expect.stringContaining(`Frame ${broken.facts.seq} breaks RFC `) }])
    expect(failures[0]!.message).toContain(VIOLATIONS[id].rfc.replace(' ', ' section '))
    const sent = frames.find(({ facts }) => facts.direction === 'out')!
    expect(Buffer.from(sent.wire)).toEqual(Buffer.from(answer))
    expect(report).toMatchObject({ code: VIOLATIONS[id].closeCode, initiator: 'local' })
  })

  it('with a compressed message that cannot be inflated is failed with 1007', async () => {
    const { closed, failures } = await connectTo(
      async ({ socket, until }) => {
        socket.write(frame({ opcode: 1, rsv: 4, payload: hex('ffffffff') }))
        await until(CLOSE_FRAME_BYTES)
        socket.end()
      },
      {
        options: {
          compression: {
            enabled: true,
            serverNoContextTakeover: false,
            clientNoContextTakeover: false,
            serverMaxWindowBits: null,
            clientMaxWindowBits: 'any',
          },
        },
      },
      ['Sec-WebSocket-Extensions: permessage-deflate'],
    )
    expect(await closed).toMatchObject({ code: 1007, clean: false, initiator: 'local' })
    expect(failures).toMatchObject([{ code: 'message.not-inflatable' }])
  })

  it.each([
    ['a code that must not be sent', closePayload(1005), 1005, 'No status received', 'protocol.violation'],
    ['a code below 1000', closePayload(999), 999, 'Not a close code', 'protocol.violation'],
    ['half a code', hex('03'), 1005, 'No status received', 'protocol.violation'],
    ['a reason that is not UTF-8', closePayload(1000, hex('ff')), 1000, 'Normal closure', 'protocol.violation'],
  ])('in its close frame, with %s, began the closing all the same', async (_, payload, code, name, failure) => {
    const { closed, failures, frames } = await connectTo(async ({ socket, until }) => {
      socket.write(frame({ opcode: 8, payload }))
      await until(CLOSE_FRAME_BYTES)
      socket.end()
    })
    expect(await closed).toMatchObject({ code, name, initiator: 'remote' })
    expect(failures).toMatchObject([{ code: failure }])
    expect(frames.map(({ facts }) => [facts.direction, facts.opcode])).toEqual([
      ['in', 8],
      ['out', 8],
    ])
  })

  it('may still answer the close frame, and what it says until then is shown', async () => {
    const { closed, story, failures } = await connectTo(async ({ socket, until }) => {
      socket.write(concat(frame({ opcode: 3 }), text('after')))
      await until(CLOSE_FRAME_BYTES)
      socket.end(concat(frame({ opcode: 9 }), frame({ opcode: 8, payload: closePayload(1002, 'sorry') })))
    })
    expect(await closed).toMatchObject({ code: 1002, reason: 'sorry', clean: true, initiator: 'local' })
    expect(story).toEqual(['open', 'in:3', 'failure', 'closing', 'in:text', 'out:close', 'in:ping', 'in:close', 'closed', 'close'])
    expect(failures).toHaveLength(1)
  })

  it('and goes on talking is dropped after a while of bytes', async () => {
    const { closed, frames } = await connectTo(
      ({ socket }) => {
        const flood = text('x'.repeat(10_000))
        const pour = () => {
          while (!socket.destroyed && socket.write(flood));
        }
        socket.on('drain', pour)
        socket.write(frame({ opcode: 3 }))
        pour()
      },
      { options: { closeTimeoutMs: 60_000 } },
    )
    expect(await closed).toMatchObject({ code: 1002, clean: false, detail: expect.stringContaining('because of the protocol violation') })
    expect(frames.length).toBeLessThan(1000)
  })

  it('and says nothing more is dropped after a while of time', async () => {
    const { closed } = await connectTo(({ socket }) => void socket.write(frame({ opcode: 3 })), { options: { closeTimeoutMs: 20 } })
    expect(await closed).toMatchObject({ code: 1002, clean: false, detail: expect.stringContaining('because of the protocol violation') })
  })

  it('in a header whose frame never ends is not waited for', async () => {
    const masked = text('abc', { mask: true })
    const { closed, frames } = await connectTo(({ socket }) => void socket.write(masked.subarray(0, 7)), {
      options: { closeTimeoutMs: 20 },
    })
    expect(await closed).toMatchObject({ code: 1002, tcp: { by: 'local', how: 'violation' } })
    expect(frames[0]).toMatchObject({ facts: { violation: 'masked-by-server', wireLength: 9 }, wire: { length: 7 } })
  })

  it('after its close frame is told of, with the closing as clean as it was', async () => {
    const { closed, failures } = await connectTo(async ({ socket, until }) => {
      socket.write(concat(frame({ opcode: 8, payload: closePayload(1000) }), text('one more thing')))
      await until(CLOSE_FRAME_BYTES)
      socket.end()
    })
    expect(await closed).toMatchObject({ code: 1000, clean: true, initiator: 'remote' })
    expect(failures).toMatchObject([{ code: 'protocol.violation', message: expect.stringContaining('No frame may follow a close frame.') }])
  })

  it('and resets is told with the violation, not as lost', async () => {
    const { closed, failures } = await connectTo(async ({ socket, until }) => {
      socket.write(frame({ opcode: 3 }))
      await until(CLOSE_FRAME_BYTES)
      socket.resetAndDestroy()
    })
    expect(await closed).toMatchObject({ code: 1002, clean: false, detail: expect.stringContaining('RST') })
    expect(failures.map(({ code }) => code)).toEqual(['protocol.violation'])
  })
})
