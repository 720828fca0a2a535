import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { FLOODS, floodOf, numbered } from './flood-messages.ts'

/**
 * A server that sends as fast as the socket takes it, in a process of its own: `/?kind=KIND&count=N&size=BYTES` sends N messages
 * of one kind of flood (flood-messages.ts) and a close frame. Frames are made once and written in large pieces, so that the client
 * is what is measured. Prints its port.
 */

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const PIECE_BYTES = 256 * 1024
const CLOSE_1000 = Buffer.from('880203e8', 'hex')
const EXTENSION = {
  text: '',
  numbered: '',
  deflated: 'permessage-deflate; server_no_context_takeover',
  'deflated-takeover': 'permessage-deflate',
} as const

interface Pieces {
  readonly first: Buffer
  readonly again: Buffer
  /** In one of them. */
  readonly messages: number
}

/** `frames` is what a round is; a piece has as many rounds as make it large, unless all of them are to be fewer. */
function piecesOf(kind: (typeof FLOODS)[number], size: number, count: number): Pieces {
  const { first, again, messages } = floodOf(kind, size)
  const [opening, round] = [Buffer.concat(first), Buffer.concat(again)]
  const rounds = Math.max(1, Math.min(Math.floor(PIECE_BYTES / round.length), Math.floor(count / messages)))
  const rest = Array.from({ length: rounds - 1 }, () => round)
  return { first: Buffer.concat([opening, ...rest]), again: Buffer.concat([round, ...rest]), messages: rounds * messages }
}

/** Sends whole pieces only: `count` is a multiple of what one holds, or a little more is sent. */
function flood(socket: Duplex, { first, again, messages }: Pieces, count: number, isNumbered: boolean): void {
  let sent = 0
  const write = () => {
    while (sent < count) {
      const same = sent === 0 ? first : again
      const piece = isNumbered ? numbered(same, messages, sent) : same
      sent += messages
      if (!socket.write(piece)) return void socket.once('drain', write)
    }
    socket.write(CLOSE_1000)
    // The client answers a close frame; some lose what they have not read if TCP ends before that.
    socket.once('data', () => socket.end())
  }
  write()
}

const server = createServer()
server.on('upgrade', ({ url = '/', headers }, socket) => {
  const { searchParams } = new URL(url, 'http://127.0.0.1')
  const kind = FLOODS.find((each) => each === searchParams.get('kind')) ?? 'text'
  const [count, size] = [Number(searchParams.get('count')), Number(searchParams.get('size'))]
  const pieces = piecesOf(kind, size, count)
  const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${GUID}`).digest('base64')
  const extension = EXTENSION[kind] && `Sec-WebSocket-Extensions: ${EXTENSION[kind]}\r\n`
  socket.on('error', () => socket.destroy())
  socket.resume()
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${extension}Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  flood(socket, pieces, count, kind === 'numbered')
})
server.listen(0, '127.0.0.1', () => {
  // An IP server's address is an object.
  console.log((server.address() as AddressInfo).port)
})
