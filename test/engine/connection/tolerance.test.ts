import { afterEach, describe, expect, it } from 'vitest'
import { closePayload, concat, frame, hex } from '#test/support/frame-builder.ts'
import { type RawPeer, startRawServer } from '#test/support/raw-server.ts'
import { recordConnection, type SpecChanges, specOf, textOf } from '#test/support/recorded-connection.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

async function connectTo(behave: (peer: RawPeer) => void | Promise<void>, options: NonNullable<SpecChanges['options']>) {
  const server = await startRawServer(behave)
  cleanups.push(server.close)
  return recordConnection(specOf(server.url, { options }))
}

const CLOSE = frame({ opcode: 8, payload: closePayload(1000) })
const text = (payload: string | Uint8Array, more = {}) => frame({ opcode: 1, payload, ...more })

describe('a tolerant connection', () => {
  it('answers no violation with a close frame, answers masked pings, and ends as the server ends it', async () => {
    const { closed, failures, frames, messages } = await connectTo(
      async ({ socket, until }) => {
        socket.write(
          concat(text(hex('ff')), frame({ opcode: 3 }), text('masked', { mask: true }), frame({ opcode: 9, mask: true, payload: 'p' })),
        )
        await until(7)
        socket.write(CLOSE)
        await until(7 + 8)
        socket.end()
      },
      { tolerant: true },
    )
    expect(await closed).toMatchObject({ code: 1000, clean: true, initiator: 'remote' })
    expect(failures).toEqual([])
    expect(messages.map(textOf)).toEqual(['\ufffd', 'masked'])
    expect(frames.map(({ facts }) => [facts.direction, facts.opcode, facts.violation])).toEqual([
      ['in', 1, 'not-utf8'],
      ['in', 3, 'reserved-opcode'],
      ['in', 1, 'masked-by-server'],
      ['in', 9, 'masked-by-server'],
      ['out', 10, null],
      ['in', 8, null],
      ['out', 8, null],
    ])
  })

  it('takes a broken close frame as one', async () => {
    const { closed } = await connectTo(
      async ({ socket, until }) => {
        socket.write(frame({ opcode: 8, payload: closePayload(1005), mask: true }))
        await until(8)
        socket.end()
      },
      { tolerant: true },
    )
    expect(await closed).toMatchObject({ code: 1005, initiator: 'remote', clean: true })
  })
})

describe('a limit', () => {
  it.each([
    [
      'maxMessageBytes',
      { maxMessageBytes: 10 },
      text('x'.repeat(11)),
      'message.too-large',
      'maxMessageBytes is 10 bytes.',
      '--max-message',
    ],
    [
      'maxFragments',
      { maxFragments: 2 },
      concat(...[1, 0, 0].map((opcode) => frame({ opcode, fin: false }))),
      'message.too-many-fragments',
      'maxFragments is 2 frames.',
      '--max-fragments',
    ],
  ] as const)('%s is named with its value and where it is set', async (_, options, wire, code, said, where) => {
    const { closed, failures } = await connectTo(async ({ socket, until }) => {
      socket.write(wire)
      await until(8)
      socket.end()
    }, options)
    expect(await closed).toMatchObject({ code: 1009 })
    expect(failures).toMatchObject([{ code, message: expect.stringContaining(said), hint: expect.stringContaining(where) }])
  })
})

describe('pings', () => {
  it('are not answered where that is switched off', async () => {
    const { closed, story } = await connectTo(({ socket }) => void socket.end(concat(frame({ opcode: 9 }), CLOSE)), {
      automaticPong: false,
    })
    await closed
    expect(story.filter((step) => step.startsWith('out:'))).toEqual(['out:close'])
  })

  it('of the keep-alive go out by the clock, and are counted', async () => {
    const { closed, frames } = await connectTo(
      async ({ socket, until }) => {
        const size = (await until(28)).length
        socket.write(frame({ opcode: 10, payload: 'sockscope keep-alive 1' }))
        await until(size + 28)
        socket.end(CLOSE)
      },
      { keepAlive: { intervalMs: 5, pongTimeoutMs: 60_000 } },
    )
    expect(await closed).toMatchObject({ code: 1000 })
    expect(frames.slice(0, 3).map(({ facts }) => [facts.direction, facts.opcode, facts.payloadLength])).toEqual([
      ['out', 9, 22],
      ['in', 10, 22],
      ['out', 9, 22],
    ])
  })

  it('that are not answered end the connection, and the report says so', async () => {
    const { closed, failures } = await connectTo(() => undefined, { keepAlive: { intervalMs: 5, pongTimeoutMs: 20 } })
    const report = await closed
    expect(report).toMatchObject({ code: 1006, initiator: 'none', tcp: { by: 'local', how: 'keep-alive', text: '' } })
    expect(report.detail).toContain('a ping was not answered within 20 ms')
    expect(failures.map(({ code }) => code)).toEqual(['keepalive.timeout'])
  })
})

describe('the report of an end', () => {
  it('has both close frames and the time between them', async () => {
    const { closed, frames } = await connectTo(async ({ socket, until }) => {
      socket.write(frame({ opcode: 8, payload: closePayload(4001, 'moved') }))
      await until(8)
      socket.end()
    }, {})
    const report = await closed
    const [received, sent] = frames.map(({ facts }) => facts.timeUs)
    expect(report).toMatchObject({
      registry: 'private',
      received: { timeUs: received, code: 4001, reason: 'moved' },
      sent: { timeUs: sent, code: 4001, reason: '' },
      betweenUs: sent! - received!,
      tcp: { by: 'remote', how: 'fin', text: '' },
      unsentBytes: 0,
      truncatedSeq: null,
    })
  })

  it('names the frame that was cut off, and who reset', async () => {
    const { connection, ...told } = await connectTo(({ socket }) => {
      socket.write(concat(text('whole'), text('cut off').subarray(0, 4)))
    }, {})
    await told.until(() => told.messages.length === 1)
    connection.terminate()
    expect(await told.closed).toMatchObject({ truncatedSeq: 1, tcp: { by: 'local', how: 'asked' } })
  })

  it('counts what was not sent', async () => {
    const { connection, ...told } = await connectTo(({ socket }) => void socket.pause(), {})
    await told.opened
    const sent = connection.send({ kind: 'binary', bytes: new Uint8Array(24 * 1024 * 1024) })
    connection.terminate()
    await expect(sent).rejects.toMatchObject({ code: 'send.failed' })
    const { unsentBytes, detail } = await told.closed
    expect(unsentBytes).toBeGreaterThan(0)
    expect(detail).toContain('bytes were not sent')
  })
})
