import type { FrameToBuild } from '#test/support/frame-builder.ts'
import { type Case, group } from '../case.ts'

const part = (opcode: number, payload: string, fin = false): FrameToBuild => ({ opcode, payload, fin })
const PARTS = [part(1, 'fragment1'), part(0, 'fragment2', true)]
const WHOLE = 'fragment1fragment2'

const joined =
  (...frames: readonly FrameToBuild[]): Case['run'] =>
  async (peer) => {
    peer.send(...frames)
    await peer.expectMessage('text', WHOLE)
    await peer.close()
  }
const refused =
  (...frames: readonly FrameToBuild[]): Case['run'] =>
  async (peer) => {
    peer.send(...frames)
    await peer.expectClose(1002)
  }

export const FRAGMENTS: readonly Case[] = group(5, [
  ['a ping in two fragments', refused(part(9, 'a'), part(0, 'b', true))],
  ['a pong in two fragments', refused(part(10, 'a'), part(0, 'b', true))],
  ['a text in two fragments', joined(...PARTS)],
  ...[1, 5].map((size): readonly [string, Case['run']] => [
    `a text in two fragments, in packets of ${size}`,
    async (peer) => {
      await peer.chop(size, ...PARTS)
      await peer.expectMessage('text', WHOLE)
      await peer.close()
    },
  ]),
  ...[0, 1].map((chop): readonly [string, Case['run']] => [
    `a ping between two fragments${chop ? ', byte by byte' : ''}`,
    async (peer) => {
      const frames = [PARTS[0] as FrameToBuild, { opcode: 9, payload: 'ping' }, PARTS[1] as FrameToBuild]
      if (chop) await peer.chop(chop, ...frames)
      else peer.send(...frames)
      await peer.expectPong('ping')
      await peer.expectMessage('text', WHOLE)
      await peer.close()
    },
  ]),
  ['a continuation of nothing, finished', refused(part(0, 'x', true), part(1, 'y', true))],
  ['a continuation of nothing, unfinished', refused(part(0, 'x'), part(1, 'y', true))],
  [
    'a continuation after a finished message',
    async (peer) => {
      peer.send(part(1, WHOLE, true), part(0, 'x', true))
      await peer.expectMessage('text', WHOLE)
      await peer.expectClose(1002)
    },
  ],
  ['a text within a text', refused(part(1, 'a'), part(1, 'b', true))],
  ['a binary within a text', refused(part(1, 'a'), part(2, 'b'))],
  ['empty fragments', joined(part(1, ''), part(0, 'fragment1'), part(0, ''), part(0, 'fragment2'), part(0, '', true))],
  [
    'nothing in three fragments',
    async (peer) => {
      peer.send(part(1, ''), part(0, ''), part(0, '', true))
      await peer.expectMessage('text', '')
      await peer.close()
    },
  ],
  [
    'five fragments and a ping in two places',
    async (peer) => {
      peer.send(
        part(1, 'a'),
        part(0, 'b'),
        { opcode: 9, payload: '1' },
        part(0, 'c'),
        part(0, 'd'),
        { opcode: 9, payload: '2' },
        part(0, 'e', true),
      )
      await peer.expectPong('1')
      await peer.expectPong('2')
      await peer.expectMessage('text', 'abcde')
      await peer.close()
    },
  ],
])
