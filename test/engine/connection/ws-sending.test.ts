import { describe, expect, it } from 'vitest'
import { PerMessageDeflate, Sender } from '#engine/connection/ws-sending.ts'
import { concat } from '#test/support/frame-builder.ts'

function createSender(deflate: boolean) {
  const written: Uint8Array[] = []
  const state = { destroyed: false }
  const socket = {
    get destroyed() {
      return state.destroyed
    },
    cork: () => undefined,
    uncork: () => undefined,
    write: (chunk: Uint8Array | string, done?: (error?: Error | null) => void) => {
      written.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
      done?.()
    },
  }
  const deflater = new PerMessageDeflate({ isServer: false, threshold: 0 })
  deflater.accept([{ client_max_window_bits: ['15'] }])
  const sender = new Sender(socket, deflate ? { 'permessage-deflate': deflater } : {})
  return { sender, deflater, written, state }
}

const send = (sender: Sender, text: string, compress: boolean) =>
  new Promise<Error | null>((resolve) =>
    sender.send(text, { binary: false, compress, fin: true, mask: true }, (error) => resolve(error ?? null)),
  )

describe('the sending half of ws, which its types do not describe', () => {
  it('frames and masks messages and control frames', async () => {
    const { sender, written } = createSender(false)
    await send(sender, 'hello', false)
    expect([...concat(...written)].slice(0, 2)).toEqual([0x81, 0x85])
    for (const [opcode, begin] of [
      [0x89, (done: () => void) => sender.ping(Uint8Array.of(1), true, done)],
      [0x8a, (done: () => void) => sender.pong(Uint8Array.of(1), true, done)],
      [0x88, (done: () => void) => sender.close(1000, '', true, done)],
      [0x88, (done: () => void) => sender.close(undefined, '', true, done)],
    ] as const) {
      written.length = 0
      await new Promise<void>((resolve) => begin(resolve))
      expect(concat(...written)[0]).toBe(opcode)
    }
  })

  it('counts what waits for the compressor, and compresses in order', async () => {
    const { sender, written, deflater } = createSender(true)
    const sent = [send(sender, 'first', true), send(sender, 'second', true)]
    expect(sender._bufferedBytes).toBe(11)
    expect(await Promise.all(sent)).toEqual([null, null])
    expect(sender._bufferedBytes).toBe(0)
    expect(concat(...written)[0]).toBe(0xc1)
    deflater.cleanup()
  })

  it('fails what waits for the compressor when that is put away', async () => {
    const { sender, deflater, state } = createSender(true)
    const sent = [send(sender, 'first', true), send(sender, 'second', true)]
    await new Promise((resolve) => setImmediate(resolve))
    state.destroyed = true
    deflater.cleanup()
    for (const outcome of await Promise.all(sent)) if (outcome !== null) expect(outcome).toBeInstanceOf(Error)
  })
})
