import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface TestProxy {
  readonly port: number
  /** What was asked for, e.g. 'example.test:443', in order. */
  readonly asked: string[]
  /** Heads of CONNECT requests, or SOCKS requests in hexadecimal, as they came. */
  readonly heads: string[]
}

interface ProxyOptions {
  /** Where all tunnels lead, whatever was asked for; a proxy of a test has its own idea of names. */
  readonly leadsTo: number
  /** 'user:password', demanded if given. */
  readonly credentials?: string
}

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function tunnel(client: Socket, port: number, consent: string | Uint8Array): void {
  const upstream = connect(port, '127.0.0.1', () => {
    client.write(consent)
    client.pipe(upstream)
    upstream.pipe(client)
  })
  upstream.on('error', () => client.destroy())
  client.on('close', () => upstream.destroy())
}

/** A proxy for CONNECT (RFC 9110 section 9.3.6), over TLS if asked to. `refuse` is answered in place of a tunnel. */
export async function startHttpProxy({
  leadsTo,
  credentials,
  refuse,
  isSecure = false,
}: ProxyOptions & { readonly refuse?: string; readonly isSecure?: boolean }): Promise<TestProxy> {
  const [asked, heads]: [string[], string[]] = [[], []]
  const onClient = (client: Socket): void => {
    client.on('error', () => client.destroy())
    let head = ''
    const onData = (chunk: Buffer): void => {
      head += chunk.toString('latin1')
      if (!head.endsWith('\r\n\r\n')) return
      client.off('data', onData).pause()
      heads.push(head)
      asked.push(head.split(' ')[1] ?? '')
      const wanted = credentials && `Proxy-Authorization: Basic ${Buffer.from(credentials).toString('base64')}\r\n`
      if (refuse !== undefined) client.end(refuse)
      else if (wanted && !head.includes(wanted)) {
        client.end(
          'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="tests"\r\nContent-Length: 5\r\n\r\nfirst',
        )
      } else tunnel(client, leadsTo, 'HTTP/1.1 200 Connection established\r\nVia: tests\r\n\r\n')
    }
    client.on('data', onData)
  }
  if (!isSecure) return { port: await listening(createServer(onClient)), asked, heads }
  const [cert, key] = ['pem', 'key'].map((kind) => readFileSync(fileURLToPath(new URL(`../fixtures/tls/good.${kind}`, import.meta.url))))
  const server = createTlsServer({ cert, key }, onClient)
  server.on('tlsClientError', () => undefined)
  return { port: await listening(server), asked, heads }
}

/** A SOCKS5 proxy (RFC 1928, RFC 1929). `reply` other than 0 is answered in place of a tunnel. */
export async function startSocksProxy({ leadsTo, credentials, reply = 0 }: ProxyOptions & { readonly reply?: number }): Promise<TestProxy> {
  const [asked, heads]: [string[], string[]] = [[], []]
  const onClient = (client: Socket): void => {
    let step: 'greeting' | 'password' | 'request' = 'greeting'
    const onData = (bytes: Buffer): void => {
      heads.push(bytes.toString('hex'))
      if (step === 'greeting') {
        const method = credentials === undefined ? 0 : bytes.subarray(2, 2 + (bytes[1] ?? 0)).includes(2) ? 2 : 0xff
        step = method === 2 ? 'password' : 'request'
        client.write(Uint8Array.of(5, method))
      } else if (step === 'password') {
        const userLength = bytes[1] ?? 0
        const given = `${bytes.subarray(2, 2 + userLength)}:${bytes.subarray(3 + userLength)}`
        step = 'request'
        client.write(Uint8Array.of(1, given === credentials ? 0 : 1))
      } else {
        client.off('data', onData).pause()
        asked.push(addressIn(bytes))
        // The address a proxy binds to may be of any kind; this one says it by name.
        const answer = Buffer.concat([Uint8Array.of(5, reply, 0, 3, 5), Buffer.from('bound'), Uint8Array.of(0, 9)])
        if (reply === 0) tunnel(client, leadsTo, answer)
        else client.end(answer)
      }
    }
    client.on('data', onData)
  }
  return { port: await listening(createServer(onClient)), asked, heads }
}

function addressIn(request: Buffer): string {
  const port = request.readUInt16BE(request.length - 2)
  const address = request.subarray(4, -2)
  if (request[3] === 1) return `${[...address].join('.')}:${port}`
  return request[3] === 3 ? `${address.subarray(1)}:${port}` : `[${address.toString('hex')}]:${port}`
}
