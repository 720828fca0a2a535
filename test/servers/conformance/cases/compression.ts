import { seededRandom } from '#test/support/seeded-random.ts'
import { type Case, group } from '../case.ts'
import type { DeflateTerms } from '../deflate-pair.ts'

const PLAIN: DeflateTerms = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: 15,
  clientMaxWindowBits: 15,
}
const SIZES = [16, 64, 256, 1024, 4096, 8192, 16_384, 32_768, 65_536, 131_072]
const WORDS = ['{"type":"trade","price":', '1234.5678', '}', 'subscribe', ' ', 'ünïcode ☃', '\n', 'the same again', '0', '[null]']

/** Text that repeats itself as conversations do, or bytes that do not. */
function sample(kind: 'text' | 'binary', size: number, seed: number): Buffer {
  const random = seededRandom(seed)
  if (kind === 'binary') return Buffer.from(random.bytes(size))
  let text = ''
  while (text.length < size) text += random.pick(WORDS)
  return Buffer.from(text)
}

function exchanged(kind: 'text' | 'binary', size: number, count: number): readonly [string, Case['run']] {
  return [
    `${count} times ${kind} of ${size} bytes or more`,
    async (peer) => {
      const samples = Array.from({ length: 10 }, (_, seed) => sample(kind, size, seed))
      for (let at = 0; at < count; at++) {
        const data = samples[at % samples.length] ?? Buffer.alloc(0)
        await peer.sendCompressed(kind, data)
        await peer.expectMessage(kind, data)
      }
      await peer.close()
    },
  ]
}

const flags = [false, true]
const TERMS: readonly DeflateTerms[] = flags.flatMap((serverNoContextTakeover) =>
  flags.flatMap((clientNoContextTakeover) =>
    [9, 10, 12, 15].flatMap((serverMaxWindowBits) =>
      [8, 9, 11, 13, 15].map((clientMaxWindowBits) => ({
        serverNoContextTakeover,
        clientNoContextTakeover,
        serverMaxWindowBits,
        clientMaxWindowBits,
      })),
    ),
  ),
)

const said = ({ serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits }: DeflateTerms): string =>
  `server ${serverMaxWindowBits}${serverNoContextTakeover ? ' alone' : ''}, client ${clientMaxWindowBits}${clientNoContextTakeover ? ' alone' : ''}`

export const COMPRESSION: readonly Case[] = [
  ...group(
    12,
    (['text', 'binary'] as const).flatMap((kind) => SIZES.map((size) => exchanged(kind, size, 1000))),
    PLAIN,
  ),
  ...TERMS.flatMap((terms, index) =>
    [64, 40_000].map((size, at): Case => {
      const [about, run] = exchanged('text', size, 20)
      return { id: `13.${index * 2 + at + 1}`, about: `${said(terms)}: ${about}`, deflate: terms, run }
    }),
  ),
]
