import { isUtf8 } from 'node:buffer'
import { type Conversation, converse } from '../conversation.ts'
import { agreeOnDeflate, type DeflateWish } from '../deflate.ts'
import type { Behaviour, Exchange } from '../exchange.ts'
import { frameBytes, textFrame } from '../frame-bytes.ts'
import { headerElements } from '../request-head.ts'

/** Cut in the middle of the bytes of the letter ü and of the globe. */
const FRAGMENTED_TEXT = Buffer.from('A message in three fragments: Grüße, 世界 🌍!')
const CUTS = [33, 48] as const
const FRAGMENTED_BINARY = Buffer.from(Array.from({ length: 48 }, (_, index) => index * 5))

/** Paths that keep every rule. */
export const TALKING: readonly Behaviour[] = [
  { path: '/echo', about: 'Sends every message back as it came.', pattern: /^\/echo$/, handle: (exchange) => void converse(exchange) },
  {
    path: '/deflate',
    about: 'Sends every message back, compressed by permessage-deflate with context takeover.',
    pattern: /^\/(?:echo\/)?deflate$/,
    handle: (exchange) => echoCompressed(exchange, { noContextTakeover: false, windowBits: 15 }),
  },
  {
    path: '/deflate/no-takeover',
    about: 'The same, each message compressed by itself.',
    pattern: /^\/deflate\/no-takeover$/,
    handle: (exchange) => echoCompressed(exchange, { noContextTakeover: true, windowBits: 15 }),
  },
  {
    path: '/deflate/window/9',
    about: 'The same, with a window of 9 bits (9 to 15).',
    pattern: /^\/deflate\/window\/(9|1[0-5])$/,
    handle: (exchange) => echoCompressed(exchange, { noContextTakeover: false, windowBits: Number(exchange.captured[0]) }),
  },
  {
    path: '/deflate/fragments',
    about: 'Sends every message back compressed and in three fragments.',
    pattern: /^\/deflate\/fragments$/,
    handle: echoCompressedInFragments,
  },
  {
    path: '/fragments',
    about: 'Sends a text and a binary message in three fragments each, with a ping between them; again for each message received.',
    pattern: /^\/fragments$/,
    handle: (exchange) => {
      const send = (conversation: Conversation): void => {
        conversation.write(inFragments(1, FRAGMENTED_TEXT, CUTS, frameBytes({ opcode: 9, payload: Buffer.from('between') })))
        conversation.write(inFragments(2, FRAGMENTED_BINARY, [16, 32], frameBytes({ opcode: 9, payload: Buffer.alloc(0) })))
      }
      const conversation = converse(exchange, { onMessage: send })
      if (conversation) send(conversation)
    },
  },
  {
    path: '/ping',
    about: 'Sends a ping at once and then every second (?ms=1000), each with a number in it.',
    pattern: /^\/ping$/,
    handle: (exchange) => {
      const conversation = converse(exchange)
      const everyMs = Number(exchange.query.get('ms')) || 1_000
      let sent = 0
      const ping = (): void => void conversation?.ping(`ping ${sent++}`)
      ping()
      conversation?.every(Math.max(1, everyMs), ping)
    },
  },
  {
    path: '/unasked-pong',
    about: 'Sends a pong that nobody asked for, which is allowed.',
    pattern: /^\/unasked-pong$/,
    handle: (exchange) => void converse(exchange)?.write(frameBytes({ opcode: 10, payload: Buffer.from('heartbeat') })),
  },
  {
    path: '/subprotocol',
    about: 'Chooses the first subprotocol that is offered and says which.',
    pattern: /^\/subprotocol$/,
    handle: (exchange) => {
      const [chosen] = headerElements(exchange.request, 'Sec-WebSocket-Protocol')
      const moreHeaders = chosen === undefined ? [] : ([['Sec-WebSocket-Protocol', chosen]] as const)
      converse(exchange, { moreHeaders })?.text(chosen === undefined ? 'No subprotocol was offered.' : `We speak ${chosen}.`)
    },
  },
  {
    path: '/headers',
    about: 'Sends back the request as it arrived, headers in their order and case.',
    pattern: /^\/headers$/,
    handle: (exchange) => {
      const head = Buffer.from(exchange.request.text, 'latin1')
      converse(exchange)?.message(isUtf8(head) ? 1 : 2, head)
    },
  },
]

function echoCompressed(exchange: Exchange, wish: DeflateWish): void {
  const deflate = agreeOnDeflate(headerElements(exchange.request, 'Sec-WebSocket-Extensions'), wish)
  const conversation = converse(exchange, { deflate })
  if (!deflate) conversation?.text('No permessage-deflate was offered, so nothing is compressed.')
}

function echoCompressedInFragments(exchange: Exchange): void {
  const deflate = agreeOnDeflate(headerElements(exchange.request, 'Sec-WebSocket-Extensions'), { noContextTakeover: false, windowBits: 15 })
  const first = deflate ? Buffer.alloc(0) : textFrame('No permessage-deflate was offered, so nothing is compressed.')
  converse(exchange, {
    deflate,
    first,
    onMessage: (conversation, data, isText) => {
      const payload = deflate ? deflate.compress(data) : data
      const third = Math.ceil(payload.length / 3)
      conversation.write(inFragments(isText ? 1 : 2, payload, [third, 2 * third], Buffer.alloc(0), deflate ? 4 : 0))
    },
  })
}

/** One message as three frames; `between` stands after the first. RSV bits belong on the first only (RFC 7692 section 6.1). */
function inFragments(opcode: number, payload: Buffer, [first, second]: readonly [number, number], between: Buffer, rsv = 0): Buffer {
  return Buffer.concat([
    frameBytes({ fin: false, rsv, opcode, payload: payload.subarray(0, first) }),
    between,
    frameBytes({ fin: false, opcode: 0, payload: payload.subarray(first, second) }),
    frameBytes({ opcode: 0, payload: payload.subarray(second) }),
  ])
}
