import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { closePayload, frame } from '#test/support/frame-builder.ts'
import type { Case } from './case.ts'
import { answerOf, DeflatePair } from './deflate-pair.ts'
import { Peer } from './peer.ts'

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export interface Verdict {
  readonly behavior: 'OK' | 'FAILED'
  readonly why: string
}

export interface ConformanceServer {
  readonly url: string
  /** What became of a case that was run, by its number from 1 on. */
  readonly verdict: (number: number) => Promise<Verdict>
  readonly close: () => Promise<void>
}

/**
 * Serves cases to a client that sends every message back, by the protocol of the Autobahn suite: `/getCaseCount` tells how many there
 * are, `/runCase?case=N&agent=NAME` runs one, `/getCaseStatus?case=N` says `{"behavior":…}`, `/updateReports` closes.
 */
export async function startConformanceServer(cases: readonly Case[]): Promise<ConformanceServer> {
  const sockets = new Set<Socket>()
  const verdicts = new Map<number, PromiseWithResolvers<Verdict>>()
  const verdictOf = (number: number): PromiseWithResolvers<Verdict> => {
    const known = verdicts.get(number) ?? Promise.withResolvers<Verdict>()
    verdicts.set(number, known)
    return known
  }
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    void readHead(socket).then(({ head, rest }) => {
      const target = new URL(head.split(' ')[1] ?? '/', 'ws://conformance')
      const number = Number(target.searchParams.get('case'))
      const found = cases[number - 1]
      if (target.pathname === '/runCase' && found) return void runCase(socket, head, rest, found).then(verdictOf(number).resolve)
      shakeHands(socket, head, null)
      if (target.pathname === '/getCaseCount') socket.write(frame({ opcode: 1, payload: String(cases.length) }))
      if (target.pathname === '/getCaseStatus') {
        void verdictOf(number).promise.then((verdict) =>
          socket.end(Buffer.concat([frame({ opcode: 1, payload: JSON.stringify(verdict) }), CLOSE])),
        )
      } else socket.end(CLOSE)
      socket.resume()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    verdict: (number) => verdictOf(number).promise,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const CLOSE = frame({ opcode: 8, payload: closePayload(1000) })

function readHead(socket: Socket): Promise<{ head: string; rest: Buffer }> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0)
    const take = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk])
      const end = bytes.indexOf('\r\n\r\n')
      if (end === -1) return
      socket.off('data', take)
      resolve({ head: bytes.toString('latin1', 0, end + 2), rest: bytes.subarray(end + 4) })
    }
    socket.on('data', take)
  })
}

function shakeHands(socket: Socket, head: string, extensions: string | null): void {
  const key = /^sec-websocket-key: *(.*)\r$/im.exec(head)?.[1]?.trim() ?? ''
  const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64')
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`]
  if (extensions !== null) lines.push(`Sec-WebSocket-Extensions: ${extensions}`)
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
}

async function runCase(socket: Socket, head: string, rest: Buffer, { deflate, run }: Case): Promise<Verdict> {
  try {
    if (deflate !== null && !/^sec-websocket-extensions: *permessage-deflate/im.test(head))
      throw new Error('the client does not offer permessage-deflate')
    const peer = new Peer(socket, rest, deflate && new DeflatePair(deflate))
    shakeHands(socket, head, deflate && answerOf(deflate))
    await run(peer)
    return { behavior: 'OK', why: '' }
  } catch (error) {
    return { behavior: 'FAILED', why: error instanceof Error ? error.message : String(error) }
  } finally {
    socket.end()
    setTimeout(() => socket.destroy(), 1000).unref()
  }
}
