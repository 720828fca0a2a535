import { closePayload } from '#test/support/frame-builder.ts'
import { type Case, group } from '../case.ts'

const VALID_CODES = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]
const INVALID_CODES = [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535]

const closed =
  (payload: Uint8Array, ...codes: readonly (number | null)[]): Case['run'] =>
  async (peer) => {
    peer.send({ opcode: 8, payload })
    await peer.expectClose(...codes)
  }

export const CLOSING: readonly Case[] = group(7, [
  [
    'a message, then a close frame',
    async (peer) => {
      peer.send({ opcode: 1, payload: 'Hello' })
      await peer.expectMessage('text', 'Hello')
      await peer.close()
    },
  ],
  [
    'two close frames',
    async (peer) => {
      peer.send({ opcode: 8, payload: closePayload(1000) }, { opcode: 8, payload: closePayload(1000) })
      await peer.expectClose(1000)
    },
  ],
  [
    'a ping after the close frame is not answered',
    async (peer) => {
      peer.send({ opcode: 8, payload: closePayload(1000) }, { opcode: 9, payload: 'late' })
      await peer.expectClose(1000)
    },
  ],
  [
    'a text after the close frame is not answered',
    async (peer) => {
      peer.send({ opcode: 8, payload: closePayload(1000) }, { opcode: 1, payload: 'late' })
      await peer.expectClose(1000)
    },
  ],
  [
    'a close frame within a message',
    async (peer) => {
      peer.send(
        { opcode: 1, payload: 'fragment1', fin: false },
        { opcode: 8, payload: closePayload(1000) },
        { opcode: 0, payload: 'fragment2' },
      )
      await peer.expectClose(1000)
    },
  ],
  ['no body', closed(Buffer.alloc(0), null)],
  ['one byte', closed(Buffer.alloc(1, 3), 1002)],
  ['a code alone', closed(closePayload(1000), 1000)],
  ['a reason', closed(closePayload(1000, 'Hello World!'), 1000)],
  ['a reason of 123 bytes', closed(closePayload(1000, '*'.repeat(123)), 1000)],
  ['a reason of 124 bytes', closed(closePayload(1000, '*'.repeat(124)), 1002)],
  ['a reason that is no text', closed(closePayload(1000, Buffer.from('cebae1bdb9cf83cebceda080', 'hex')), 1007)],
  ...VALID_CODES.map((code): readonly [string, Case['run']] => [`code ${code}`, closed(closePayload(code), code)]),
  ...INVALID_CODES.map((code): readonly [string, Case['run']] => [
    `code ${code}, which must not be sent`,
    closed(closePayload(code), 1002),
  ]),
])
