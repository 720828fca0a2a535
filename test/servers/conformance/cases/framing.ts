import type { FrameToBuild } from '#test/support/frame-builder.ts'
import { type Case, group } from '../case.ts'

const SIZES = [0, 125, 126, 127, 128, 65_535, 65_536]
const hello = { opcode: 1, payload: 'Hello' }

/** A message comes back whole, whatever its length and however it was cut into packets. */
function echoed(kind: 'text' | 'binary', size: number, chop: number): readonly [string, Case['run']] {
  return [
    `${kind}, ${size} bytes${chop ? `, in packets of ${chop}` : ''}`,
    async (peer) => {
      const payload = kind === 'text' ? Buffer.alloc(size, '*') : Buffer.alloc(size, 0xfe)
      const message = { opcode: kind === 'text' ? 1 : 2, payload }
      if (chop) await peer.chop(chop, message)
      else peer.send(message)
      await peer.expectMessage(kind, payload)
      await peer.close()
    },
  ]
}

const pinged =
  (payload: Buffer, chop = 0): Case['run'] =>
  async (peer) => {
    if (chop) await peer.chop(chop, { opcode: 9, payload })
    else peer.send({ opcode: 9, payload })
    await peer.expectPong(payload)
    await peer.close()
  }

/** What is broken comes after a sound message, which is echoed first; then the client fails the connection with 1002. */
const refused = (about: string, ...frames: readonly FrameToBuild[]): readonly [string, Case['run']] => [
  about,
  async (peer) => {
    peer.send(hello)
    await peer.expectMessage('text', 'Hello')
    peer.send(...frames)
    await peer.expectClose(1002)
  },
]

export const FRAMING: readonly Case[] = [
  ...group(
    1,
    (['text', 'binary'] as const).flatMap((kind) => [...SIZES.map((size) => echoed(kind, size, 0)), echoed(kind, 65_536, 997)]),
  ),
  ...group(2, [
    ['a ping without payload', pinged(Buffer.alloc(0))],
    ['a ping with text', pinged(Buffer.from('Hello, world!'))],
    ['a ping with bytes that are no text', pinged(Buffer.from('00fffefdfcfb00ff', 'hex'))],
    ['a ping of 125 bytes', pinged(Buffer.alloc(125, 0xfe))],
    ['a ping of 125 bytes, byte by byte', pinged(Buffer.alloc(125, 0xfe), 1)],
    refused('a ping of 126 bytes', { opcode: 9, payload: Buffer.alloc(126) }),
    [
      'pongs nobody asked for',
      async (peer) => {
        peer.send({ opcode: 10 }, { opcode: 10, payload: 'unsolicited' }, { opcode: 9, payload: 'asked' })
        await peer.expectPong('asked')
        await peer.close()
      },
    ],
    [
      'ten pings at once',
      async (peer) => {
        peer.send(...Array.from({ length: 10 }, (_, at) => ({ opcode: 9, payload: `${at}` })))
        for (let at = 0; at < 10; at++) await peer.expectPong(`${at}`)
        await peer.close()
      },
    ],
  ]),
  ...group(
    3,
    [1, 2, 3, 4, 5, 6, 7].flatMap((rsv) => [
      refused(`RSV ${rsv} on a text`, { ...hello, rsv }),
      refused(`RSV ${rsv} on a ping`, { opcode: 9, rsv }),
    ]),
  ),
  ...group(
    4,
    [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].flatMap((opcode) => [
      refused(`opcode ${opcode}`, { opcode }),
      refused(`opcode ${opcode} with a payload, and a ping behind`, { opcode, payload: 'x' }, { opcode: 9 }),
    ]),
  ),
]
