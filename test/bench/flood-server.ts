import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

/**
 * A server that sends as fast as the socket takes it, in a process of its own: `/?count=N&size=BYTES` sends N binary messages and
 * a close frame. Frames are made once and written in large pieces, so that the client is what is measured.
 * Prints its port.
 */

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const PIECE_BYTES = 256 * 1024
const CLOSE_1000 = Buffer.from('880203e8', 'hex')

/** An unmasked binary frame of `size` bytes, RFC 6455 section 5.2. */
function frameOf(size: number): Buffer {
  const header = size < 126 ? Buffer.from([0x82, size]) : Buffer.from([0x82, 126, size >> 8, size & 0xff])
  return Buffer.concat([header, Buffer.alloc(size, 'sockscope ')])
}

function flood(socket: Duplex, count: number, size: number): void {
  const frame = frameOf(size)
  const framesInPiece = Math.max(1, Math.floor(PIECE_BYTES / frame.length))
  const piece = Buffer.concat(Array.from({ length: framesInPiece }, () => frame))
  let left = count
  const write = () => {
    while (left > 0) {
      const frames = Math.min(left, framesInPiece)
      left -= frames
      if (!socket.write(piece.subarray(0, frames * frame.length))) return void socket.once('drain', write)
    }
    socket.end(CLOSE_1000)
  }
  write()
}

const server = createServer()
server.on('upgrade', ({ url = '/', headers }, socket) => {
  const { searchParams } = new URL(url, 'http://127.0.0.1')
  const accept = createHash('sha1').update(`${headers['sec-websocket-key']}${GUID}`).digest('base64')
  socket.on('error', () => socket.destroy())
  socket.resume()
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`)
  flood(socket, Number(searchParams.get('count')), Number(searchParams.get('size')))
})
server.listen(0, '127.0.0.1', () => {
  // An IP server's address is an object.
  console.log((server.address() as AddressInfo).port)
})
