import { beginConversation, converse, switchingAnswer } from '../conversation.ts'
import { type Behaviour, type Exchange, every, later, numberFrom } from '../exchange.ts'
import { frameBytes, textFrame } from '../frame-bytes.ts'
import { headBytes, switchingHeaders } from '../http-answer.ts'

/** Between the bytes of /slow-bytes, in milliseconds. */
const BYTE_MS = 2
/** Before the second half of the frame that /with-101 cuts, in milliseconds. */
const HALF_MS = 30

/** Paths whose opening handshake is unusual, but right. */
export const HANDSHAKE: readonly Behaviour[] = [
  {
    path: '/with-101',
    about: 'Sends frames in the same packet as its 101, the last of them cut in the middle.',
    pattern: /^\/with-101$/,
    handle: (exchange) => {
      const cut = textFrame('and this one was cut in two')
      const ping = frameBytes({ opcode: 9, payload: Buffer.from('early') })
      const first = Buffer.concat([textFrame('in the packet of the 101'), ping, cut.subarray(0, 10)])
      const answer = switchingAnswer(exchange, { first })
      if (!answer) return
      exchange.socket.write(answer)
      // Nothing is read before, or an answer to it would stand in the middle of the frame.
      later(exchange.socket, HALF_MS, () => {
        exchange.socket.write(cut.subarray(10))
        beginConversation(exchange)
      })
    },
  },
  {
    path: '/slow-101?ms=2000',
    about: 'Answers after a while (?ms=), then echoes.',
    pattern: /^\/slow-101$/,
    handle: (exchange) => later(exchange.socket, numberFrom(exchange.query, 'ms', 2_000, 0, 3_600_000), () => converse(exchange)),
  },
  {
    path: '/slow-bytes',
    about: 'Sends its answer and first message byte by byte, then echoes.',
    pattern: /^\/slow-bytes$/,
    handle: (exchange) => {
      const answer = switchingAnswer(exchange, { first: textFrame('one byte at a time') })
      if (answer) drip(exchange, answer, () => beginConversation(exchange))
    },
  },
  {
    path: '/early-hints',
    about: 'Sends 103 Early Hints before its 101, then echoes.',
    pattern: /^\/early-hints$/,
    handle: (exchange) => void converse(exchange, { before: headBytes(103, [['Link', '</style.css>; rel=preload; as=style']]) }),
  },
  {
    path: '/many-headers',
    about: 'Answers with 200 headers, some of them twice, in strange case, or without a value.',
    pattern: /^\/many-headers$/,
    handle: (exchange) => {
      const odd = [
        ['set-cookie', 'session=1; Path=/; HttpOnly'],
        ['Set-Cookie', 'theme=dark'],
        ['SET-COOKIE', 'session=1; Path=/; HttpOnly'],
        ['X-Empty', ''],
        ['x-LATIN', 'caf\u00e9'],
      ] as const
      const many = Array.from({ length: 195 }, (_, index) => [`X-Header-${index + 1}`, `value ${index + 1}`] as const)
      converse(exchange, { moreHeaders: [...odd, ...many] })
    },
  },
]

/** Paths whose opening handshake breaks RFC 6455 section 4.2.2. What follows the 101 would be an echo. */
export const BROKEN_HANDSHAKE: readonly Behaviour[] = [
  {
    path: '/bad-accept',
    about: 'Answers with a wrong Sec-WebSocket-Accept.',
    pattern: /^\/bad-accept$/,
    handle: (exchange) => answerWith(exchange, (name) => (name === 'Sec-WebSocket-Accept' ? 'bm90IHRoZSBhbnN3ZXIgd2FudGVk' : undefined)),
  },
  {
    path: '/no-accept',
    about: 'Answers without Sec-WebSocket-Accept.',
    pattern: /^\/no-accept$/,
    handle: (exchange) => answerWith(exchange, (name) => (name === 'Sec-WebSocket-Accept' ? null : undefined)),
  },
  {
    path: '/no-upgrade-header',
    about: 'Answers 101 without the Upgrade header.',
    pattern: /^\/no-upgrade-header$/,
    handle: (exchange) => answerWith(exchange, (name) => (name === 'Upgrade' ? null : undefined)),
  },
  {
    path: '/no-connection-header',
    about: 'Answers 101 without the Connection header.',
    pattern: /^\/no-connection-header$/,
    handle: (exchange) => answerWith(exchange, (name) => (name === 'Connection' ? null : undefined)),
  },
  adds('/unasked-subprotocol', 'Chooses a subprotocol that nobody offered.', 'Sec-WebSocket-Protocol', 'unasked'),
  adds('/unasked-extension', 'Chooses an extension that nobody offered.', 'Sec-WebSocket-Extensions', 'x-unasked'),
  adds(
    '/bad-extension-parameters',
    'Accepts permessage-deflate with parameters that make no sense.',
    'Sec-WebSocket-Extensions',
    'permessage-deflate; server_max_window_bits=99; unheard_of=1',
  ),
  {
    path: '/never-101',
    about: 'Takes the request and never answers.',
    pattern: /^\/never-101$/,
    handle: (exchange) => void exchange.socket.resume(),
  },
  {
    path: '/drop',
    about: 'Ends TCP without an answer.',
    pattern: /^\/drop$/,
    handle: (exchange) => void exchange.socket.resume().end(),
  },
  {
    path: '/garbage',
    about: 'Answers with something that is not HTTP.',
    pattern: /^\/garbage$/,
    handle: (exchange) => void exchange.socket.resume().end('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\u0000\u0001\u0002 not HTTP at all\r\n\r\n'),
  },
  {
    path: '/endless-header',
    about: 'Begins an answer whose headers never end.',
    pattern: /^\/endless-header$/,
    handle: (exchange) => {
      const { socket } = exchange
      const line = Buffer.from(`X-Endless: ${'.'.repeat(1012)}\r\n`)
      socket.resume().write(Buffer.from('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n'))
      every(socket, 1, () => {
        for (let count = 0; count < 16 && !socket.writableNeedDrain && socket.writable; count++) socket.write(line)
      })
    },
  },
]

/** @param change a header's other value, null to leave it out, undefined to keep it */
function answerWith(exchange: Exchange, change: (name: string) => string | null | undefined): void {
  const headers = switchingHeaders(exchange.request).flatMap(([name, value]) => {
    const other = change(name)
    return other === null ? [] : [[name, other ?? value] as const]
  })
  converse(exchange, { headers })
}

function adds(path: string, about: string, name: string, value: string): Behaviour {
  const handle = (exchange: Exchange): void => void converse(exchange, { moreHeaders: [[name, value]] })
  return { path, about, pattern: new RegExp(`^${path}$`), handle }
}

/** Sends a byte each few milliseconds, each in a packet of its own. */
function drip(exchange: Exchange, bytes: Buffer, then: () => void): void {
  let sent = 0
  const stop = every(exchange.socket, BYTE_MS, () => {
    exchange.socket.write(bytes.subarray(sent, ++sent))
    if (sent < bytes.length) return
    stop()
    then()
  })
}
