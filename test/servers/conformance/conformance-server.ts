import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { closePayload, frame } from '#test/support/frame-builder.ts'
import type { Case } from './case.ts'
import { answerOf, DeflatePair } from './deflate-pair.ts'
import { Peer } from './peer.ts'
import { type JudgedCase, Reports, type Verdict } from './reports.ts'

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
/** The agent of who gives no name. */
const UNNAMED = 'unnamed'
const CLOSE = frame({ opcode: 8, payload: closePayload(1000) })

export interface ConformanceServer {
  readonly url: string
  /** What became of a case, by its number from 1 on; waits for one that is running. */
  readonly verdict: (number: number, agent: string) => Promise<Verdict>
  readonly close: () => Promise<void>
}

export interface ConformanceOptions {
  /** 0, any that is free, if left out. */
  readonly port?: number
  /** An agent asked for its report with `/updateReports`. */
  readonly onReport?: (agent: string, judged: readonly JudgedCase[]) => void
}

/**
 * Serves cases to a client that sends every message back, by the protocol of the Autobahn suite: `/getCaseCount` tells how many there
 * are, `/runCase?case=N&agent=NAME` runs one, `/getCaseInfo?case=N` says `{"id":…,"description":…}`, `/getCaseStatus?case=N&agent=NAME`
 * says `{"behavior":…,"why":…}`, `/updateReports?agent=NAME` has the agent's verdicts reported.
 */
export async function startConformanceServer(cases: readonly Case[], options: ConformanceOptions = {}): Promise<ConformanceServer> {
  const sockets = new Set<Socket>()
  const reports = new Reports(cases)

  /** What is said before the close; null for nothing. */
  async function answer(path: string, number: number, agent: string): Promise<string | null> {
    const found = cases[number - 1]
    if (path === '/getCaseCount') return String(cases.length)
    if (path === '/getCaseInfo' && found) return JSON.stringify({ id: found.id, description: found.about })
    if (path === '/getCaseStatus') return JSON.stringify(await reports.verdict(agent, number))
    if (path === '/updateReports') options.onReport?.(agent, await reports.of(agent))
    return null
  }

  async function serve(socket: Socket): Promise<void> {
    const { head, rest } = await readHead(socket)
    const target = new URL(head.split(' ')[1] ?? '/', 'ws://conformance')
    const [number, agent] = [Number(target.searchParams.get('case')), target.searchParams.get('agent') ?? UNNAMED]
    const found = cases[number - 1]
    if (target.pathname === '/runCase' && found) return reports.running(agent, number, runCase(socket, head, rest, found))
    shakeHands(socket, head, null)
    const text = await answer(target.pathname, number, agent)
    socket.end(text === null ? CLOSE : Buffer.concat([frame({ opcode: 1, payload: text }), CLOSE]))
    socket.resume()
  }

  const server = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    serve(socket).catch(() => socket.destroy())
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    verdict: (number, agent) => reports.verdict(agent, number),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Rejects where TCP ends before a head does. */
function readHead(socket: Socket): Promise<{ head: string; rest: Buffer }> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0)
    const give = (): void => reject(new Error('no request'))
    const take = (chunk: Buffer): void => {
      bytes = Buffer.concat([bytes, chunk])
      const end = bytes.indexOf('\r\n\r\n')
      if (end === -1) return
      socket.off('data', take).off('end', give)
      resolve({ head: bytes.toString('latin1', 0, end + 2), rest: bytes.subarray(end + 4) })
    }
    socket.on('data', take).on('end', give)
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
