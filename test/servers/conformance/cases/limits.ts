import { type Case, group } from '../case.ts'

const KiB = 1024
const MiB = 1024 * KiB
type Kind = 'text' | 'binary'
const KINDS: readonly Kind[] = ['text', 'binary']
const filled = (kind: Kind, size: number): Buffer => Buffer.alloc(size, kind === 'text' ? '*' : 0xfe)
const opcodeOf = (kind: Kind): number => (kind === 'text' ? 1 : 2)

const large = (kind: Kind, size: number): readonly [string, Case['run']] => [
  `${kind} of ${size} bytes`,
  async (peer) => {
    peer.send({ opcode: opcodeOf(kind), payload: filled(kind, size) })
    await peer.expectMessage(kind, filled(kind, size))
    await peer.close()
  },
]

const fragmented = (kind: Kind, size: number, fragment: number): readonly [string, Case['run']] => [
  `${kind} of ${size} bytes in ${size / fragment} fragments`,
  async (peer) => {
    const count = size / fragment
    const payload = filled(kind, fragment)
    peer.send(...Array.from({ length: count }, (_, at) => ({ opcode: at === 0 ? opcodeOf(kind) : 0, fin: at === count - 1, payload })))
    await peer.expectMessage(kind, filled(kind, size))
    await peer.close()
  },
]

const chopped = (kind: Kind, chop: number): readonly [string, Case['run']] => [
  `${kind} of 1 MiB in packets of ${chop}`,
  async (peer) => {
    await peer.chop(chop, { opcode: opcodeOf(kind), payload: filled(kind, MiB) })
    await peer.expectMessage(kind, filled(kind, MiB))
    await peer.close()
  },
]

const many = (kind: Kind, size: number): readonly [string, Case['run']] => [
  `1,000 times ${kind} of ${size} bytes`,
  async (peer) => {
    const payload = filled(kind, size)
    for (let at = 0; at < 1000; at++) {
      peer.send({ opcode: opcodeOf(kind), payload })
      await peer.expectMessage(kind, payload)
    }
    await peer.close()
  },
]

export const LIMITS: readonly Case[] = [
  ...group(
    9,
    KINDS.flatMap((kind) => [
      ...[64 * KiB, 256 * KiB, MiB, 4 * MiB, 8 * MiB, 16 * MiB].map((size) => large(kind, size)),
      ...[64, 256, KiB, 4 * KiB, 16 * KiB, 64 * KiB, 256 * KiB, MiB, 4 * MiB].map((fragment) => fragmented(kind, 4 * MiB, fragment)),
      ...[64, 128, 256, 512, KiB, 2 * KiB].map((chop) => chopped(kind, chop)),
      ...[0, 16, 64, 256, KiB, 4 * KiB].map((size) => many(kind, size)),
    ]),
  ),
  ...group(10, [
    [
      '64 KiB in fragments of 1,300 bytes',
      async (peer) => {
        const payload = filled('text', 65_536)
        const count = Math.ceil(payload.length / 1300)
        peer.send(
          ...Array.from({ length: count }, (_, at) => ({
            opcode: at === 0 ? 1 : 0,
            fin: at === count - 1,
            payload: payload.subarray(at * 1300, (at + 1) * 1300),
          })),
        )
        await peer.expectMessage('text', payload)
        await peer.close()
      },
    ],
  ]),
]
