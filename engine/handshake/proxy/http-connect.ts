import type { Socket } from 'node:net'
import { AppError } from '#shared/errors.ts'
import type { HandshakeResponse } from '#shared/model/handshake.ts'
import { readAnswerBody } from '../answer-body.ts'
import { createHeadReader } from '../answer-head.ts'
import { readFrom } from '../read-from.ts'
import type { TcpPlace } from '../target.ts'
import type { ProxyAddress } from './choose-proxy.ts'
import { connectRefusal, proxyClosed, proxyMalformed } from './proxy-failures.ts'

export interface ConnectListener {
  readonly onRequest: (raw: string) => void
  readonly onResponse: (response: HandshakeResponse) => void
}

/**
 * Asks an HTTP proxy for a tunnel. The socket is paused then, and what follows on it is between the two ends.
 *
 * @throws AppError 'proxy.*'
 * @see RFC 9110 section 9.3.6
 */
export async function connectByHttp(
  socket: Socket,
  proxy: ProxyAddress,
  place: TcpPlace,
  listener: ConnectListener & { readonly userAgent: string; readonly maxHeadBytes: number; readonly remainingMs: () => number },
  signal: AbortSignal,
): Promise<void> {
  const request = requestFor(proxy, place, listener.userAgent)
  const reader = createHeadReader(listener.maxHeadBytes)
  const answered = readFrom(socket, signal, reader.read, ({ error }) => {
    throw proxyClosed(error, reader.unread().length)
  }).catch((error: unknown) => {
    if (!(error instanceof AppError) || !error.code.startsWith('handshake.') || signal.aborted) throw error
    throw proxyMalformed(`The proxy does not answer as an HTTP proxy does. ${error.message}`, error)
  })
  socket.write(request)
  listener.onRequest(request)
  const { head, rest } = await answered
  if (head.status >= 200 && head.status < 300) {
    listener.onResponse({ ...head, body: null })
    // Of a server that speaks first; TLS reads it from there.
    if (rest.length > 0) socket.unshift(Buffer.from(rest))
    return
  }
  const body = await readAnswerBody(socket, { head, first: rest }, listener.remainingMs(), signal)
  listener.onResponse({ ...head, body })
  throw connectRefusal(head, proxy, place)
}

function requestFor({ credentials }: ProxyAddress, { host, port }: TcpPlace, userAgent: string): string {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`]
  if (userAgent !== '') lines.push(`User-Agent: ${userAgent}`)
  if (credentials !== null) {
    lines.push(`Proxy-Authorization: Basic ${Buffer.from(`${credentials.user}:${credentials.password}`, 'utf8').toString('base64')}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}
