import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export interface HostileServer {
  readonly url: string
  readonly close: () => Promise<void>
}

/**
 * A raw server that does what `behave` says once the request's head has come; `accept` is what a 101 to it would carry.
 * Nothing is sent by itself.
 */
export async function startHostileServer(behave: (socket: Socket, accept: string) => void): Promise<HostileServer> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    let head = ''
    const onData = (chunk: Buffer): void => {
      head += chunk.toString('latin1')
      if (!head.includes('\r\n\r\n')) return
      socket.off('data', onData)
      const key = /^sec-websocket-key: *(.*)$/im.exec(head)?.[1]?.trim() ?? ''
      behave(socket, createHash('sha1').update(`${key}${GUID}`).digest('base64'))
    }
    socket.on('data', onData)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const switching = (accept: string, ...headers: string[]): string =>
  [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    ...headers,
    '',
    '',
  ].join('\r\n')

/** Writes `piece` again and again, as fast as it is taken, until so many bytes were written or the socket is gone. */
export function pour(socket: Socket, piece: Uint8Array, mostBytes = Number.POSITIVE_INFINITY): void {
  let written = 0
  const go = (): void => {
    while (!socket.destroyed && written < mostBytes) {
      written += piece.length
      if (!socket.write(piece)) return
    }
  }
  socket.on('drain', go)
  go()
}
