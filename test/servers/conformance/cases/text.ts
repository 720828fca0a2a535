import { type Case, group } from '../case.ts'

const GOOD = 'Hello-µ@ßöäüàá-UTF-8!!'

/** The ends of each range of RFC 3629 section 4, noncharacters among them: all of these are text. */
const VALID = [
  ...[0x00, 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x1_0000, 0x10_ffff, 0xd7ff, 0xe000, 0xfffd, 0xfffe, 0xfdd0].map((code) =>
    String.fromCodePoint(code),
  ),
  ...[0x1_fffe, 0x2_ffff, 0x8_fffe, 0xf_ffff, 0x10_fffe].map((code) => String.fromCodePoint(code)),
  'κόσμε',
  '\ufeffmark',
  GOOD,
]

/** Bytes that no text has: lone continuations, cut sequences, overlong forms, surrogates, beyond U+10FFFF, bytes that never occur. */
const INVALID = [
  '80 bf 8080 bfbf 8080808080',
  'c0 c1 f5 f8 fc fe ff fefeffff',
  'c2 df e0 ef f0 f4 c220 e0a020 f0908020',
  'e28220 f09f9820 ce ceba20e1',
  'c080 c0af c1bf e08080 e0809f e09fbf f0808080 f08fbfbf f8808080 fc8080808080',
  'eda080 edadbf edae80 edafbf edb080 edbebf edbfbf eda080edb080 edafbfedbfbf',
  'f4908080 f48fbfc0 f5808080 f7bfbfbf f888808080 fbbfbfbfbf fc8480808080 fdbfbfbfbfbf',
  'cebae1bdb9cf83cebceda080656469746564 e4bda0e5a5bdff',
]
  .flatMap((row) => row.split(' '))
  .map((digits) => Buffer.from(digits, 'hex'))

const WAYS = ['whole', 'in fragments of a byte', 'in packets of a byte'] as const

function send(way: (typeof WAYS)[number], payload: Buffer): Case['run'] {
  return async (peer) => {
    if (way === 'whole') peer.send({ opcode: 1, payload })
    else if (way === 'in packets of a byte') await peer.chop(1, { opcode: 1, payload })
    else {
      const bytes = [...payload].map((byte, at) => ({ opcode: at === 0 ? 1 : 0, fin: false, payload: Uint8Array.of(byte) }))
      peer.send(...bytes, { opcode: bytes.length === 0 ? 1 : 0, payload: '' })
    }
  }
}

const each = (payload: Buffer, name: string, then: Case['run']): (readonly [string, Case['run']])[] =>
  WAYS.map((way) => [
    `${name} ${payload.toString('hex')}, ${way}`,
    async (peer) => {
      await send(way, payload)(peer)
      await then(peer)
    },
  ])

export const TEXT: readonly Case[] = group(6, [
  ...VALID.flatMap((text) =>
    each(Buffer.from(text), 'the text', async (peer) => {
      await peer.expectMessage('text', text)
      await peer.close()
    }),
  ),
  ...INVALID.flatMap((bytes) => each(bytes, 'no text:', (peer) => peer.expectClose(1007))),
  [
    'a fragment after which no text can come is refused before the message ends',
    async (peer) => {
      peer.send({ opcode: 1, payload: Buffer.from('cebae1bdb9cf83f4908080', 'hex'), fin: false })
      await peer.expectClose(1007)
    },
  ],
])
