import { isIP, type Socket } from 'node:net'
import { AppError } from '#shared/errors.ts'
import type { ProxyFacts } from '#shared/model/handshake.ts'
import { isNearer, type Scope, scopeOf } from '../address-scope.ts'
import type { TcpPlace } from '../target.ts'
import { isThisMachine, type ProxyAddress } from './choose-proxy.ts'
import { connectByHttp } from './http-connect.ts'
import { connectBySocks5 } from './socks5.ts'

export interface ProxyQuestion {
  readonly proxy: ProxyAddress
  readonly place: TcpPlace
  /** '' for none. */
  readonly userAgent: string
  /** Of the head of its answer. */
  readonly maxHeadBytes: number
  readonly remainingMs: () => number
  /** Hears what was asked and answered. */
  readonly add: (facts: Partial<ProxyFacts>) => void
}

/** Asks the proxy, on a connection with it, for one with the server. Throws AppError 'proxy.*', or the reason of `signal`. */
export function askProxy(
  socket: Socket,
  { proxy, place, userAgent, maxHeadBytes, remainingMs, add }: ProxyQuestion,
  signal: AbortSignal,
): Promise<void> {
  if (proxy.kind === 'socks5') {
    const onAnswer = (received: Uint8Array): void => add({ socksAnswer: Buffer.from(received).toString('hex') })
    return connectBySocks5(socket, proxy, place, onAnswer, signal)
  }
  const listener = {
    userAgent,
    maxHeadBytes,
    remainingMs,
    onRequest: (request: string) => add({ request }),
    onResponse: (response: NonNullable<ProxyFacts['response']>) => add({ response }),
  }
  return connectByHttp(socket, proxy, place, listener, signal)
}

/** A name is the proxy's to look up: of it nothing is known here but whether it is this machine's own. */
export function requireOutwardByName(place: TcpPlace, outermost: Scope | null): void {
  if (outermost === null) return
  const scope = isIP(place.host) !== 0 ? scopeOf(place.host) : isThisMachine(place) ? 'machine' : 'world'
  if (!isNearer(scope, outermost)) return
  throw new AppError('redirect.inward', `The redirect leads further in than the server that sent it: to ${place.host}.`, {
    hint: 'Connect to it directly if you meant it.',
  })
}
