import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

/** Sends every message back, in a process of its own. Prints its port. */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
server.on('connection', (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })))
server.on('listening', () => {
  // An IP server's address is an object.
  console.log((server.address() as AddressInfo).port)
})
