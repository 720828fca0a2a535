import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocketServer } from 'ws'

/**
 * A server that keeps a pace, in a process of its own: `/?rate=PER_SECOND&count=N&size=BYTES` sends N text messages, `rate` of them each
 * second, and stays open. `/log` answers over HTTP with what was sent when, of the last one: pairs of milliseconds since the Unix
 * epoch and the messages sent by then. Prints its port.
 */

const EVERY_MS = 5
const HEADER_BYTES = 2

let log: [number, number][] = []

async function send(socket: Duplex, { rate, count, size }: Readonly<Record<'rate' | 'count' | 'size', number>>): Promise<void> {
  const frame = Buffer.alloc(HEADER_BYTES + size, 'x')
  // FIN and text; not masked, and shorter than 126 bytes (RFC 6455 section 5.2).
  frame[0] = 0x81
  frame[1] = size
  const many = Buffer.concat(Array.from({ length: Math.ceil(rate / 20) }, () => frame))
  const own: [number, number][] = []
  log = own
  const beganMs = Date.now()
  for (let sent = 0; sent < count && !socket.destroyed; ) {
    const due = Math.min(count, Math.floor(((Date.now() - beganMs) / 1000) * rate), sent + many.length / frame.length)
    const isTaken = due === sent || socket.write(many.subarray(0, (due - sent) * frame.length))
    sent = due
    own.push([Date.now(), sent])
    if (!isTaken) await once(socket, 'drain')
    await pause(EVERY_MS)
  }
}

const upgrades = new WebSocketServer({ noServer: true })
const server = createServer((_, answer) => answer.setHeader('Access-Control-Allow-Origin', '*').end(JSON.stringify(log)))
server.on('upgrade', (request, socket, head) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
  const asked = (name: string): number => Number(searchParams.get(name))
  socket.on('error', () => socket.destroy())
  upgrades.handleUpgrade(request, socket, head, (open) => {
    open.on('error', () => open.terminate())
    void send(socket, { rate: asked('rate'), count: asked('count'), size: asked('size') }).catch(() => socket.destroy())
  })
})
server.listen(0, '127.0.0.1', () => {
  // An IP server's address is an object.
  console.log((server.address() as AddressInfo).port)
})
