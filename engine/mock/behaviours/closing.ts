import { type Conversation, converse } from '../conversation.ts'
import { type Behaviour, type Exchange, later } from '../exchange.ts'
import { frameBytes, textFrame } from '../frame-bytes.ts'

/** Time for the text before a sudden end to arrive; a RST also discards what the client has not read yet. */
const BEFORE_END_MS = 50

/** Paths about how a connection ends. */
export const CLOSING: readonly Behaviour[] = [
  {
    path: '/close/4001?reason=Session%20ended',
    about: 'Closes at once with the code in the path (0 to 65535, also those that must not be sent) and the reason.',
    pattern: /^\/close\/(\d{1,5})$/,
    handle: (exchange) => converse(exchange)?.close(Number(exchange.captured[0]), exchange.query.get('reason') ?? ''),
  },
  {
    path: '/close-empty',
    about: 'Closes at once with a close frame without a code.',
    pattern: /^\/close-empty$/,
    handle: (exchange) => converse(exchange)?.close(null),
  },
  {
    path: '/no-close',
    about: 'Ends TCP without a close frame.',
    pattern: /^\/no-close$/,
    handle: (exchange) => endAfter(exchange, 'TCP ends now, without a close frame.', () => exchange.socket.end()),
  },
  {
    path: '/reset',
    about: 'Resets TCP (RST), as a crashed server or a firewall would.',
    pattern: /^\/reset$/,
    handle: (exchange) => endAfter(exchange, 'TCP is reset now.', exchange.reset),
  },
  {
    path: '/no-answer-to-close',
    about: 'Never answers your close frame.',
    pattern: /^\/no-answer-to-close$/,
    handle: (exchange) => void converse(exchange, { onClose: () => undefined }),
  },
  {
    path: '/slow-close?ms=1000',
    about: 'Answers your close frame after a while (?ms=).',
    pattern: /^\/slow-close$/,
    handle: (exchange) => {
      const answer = (conversation: Conversation, payload: Buffer): void =>
        later(exchange.socket, Number(exchange.query.get('ms')) || 0, () => {
          conversation.closeWith(payload)
          exchange.socket.end()
        })
      converse(exchange, { onClose: answer })
    },
  },
  {
    path: '/bad-close-code?code=1006',
    about: 'Closes with a code that must not be sent (?code=).',
    pattern: /^\/bad-close-code$/,
    handle: (exchange) => converse(exchange)?.close(Number(exchange.query.get('code') ?? 1006) || 0, 'not allowed'),
  },
  {
    path: '/close-one-byte',
    about: 'Closes with a body of one byte, half a code.',
    pattern: /^\/close-one-byte$/,
    handle: (exchange) => converse(exchange)?.closeWith(Buffer.from([0x03])),
  },
  {
    path: '/close-bad-reason',
    about: 'Closes with a reason that is not UTF-8.',
    pattern: /^\/close-bad-reason$/,
    handle: (exchange) => converse(exchange)?.close(1000, Buffer.from([0xc3, 0x28])),
  },
  {
    path: '/after-close',
    about: 'Sends a close frame and then a message.',
    pattern: /^\/after-close$/,
    handle: (exchange) => {
      const conversation = converse(exchange)
      if (!conversation) return
      conversation.close(1000, 'and yet')
      exchange.socket.write(textFrame('this comes after the close frame'))
    },
  },
  {
    path: '/unfinished',
    about: 'Ends TCP in the middle of a frame.',
    pattern: /^\/unfinished$/,
    handle: (exchange) => {
      const half = frameBytes({ opcode: 1, payload: Buffer.from('half of'), announcedLength: 14 })
      const conversation = converse(exchange)
      conversation?.write(half)
      if (conversation) exchange.socket.end()
    },
  },
]

function endAfter(exchange: Exchange, text: string, end: () => void): void {
  if (converse(exchange)?.text(text)) later(exchange.socket, BEFORE_END_MS, end)
}
