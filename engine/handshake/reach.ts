import { type LookupAddress, lookup } from 'node:dns'
import { type IpcNetConnectOpts, isIP, type Socket, type TcpNetConnectOpts } from 'node:net'
import { AppError } from '#shared/errors.ts'
import type { ConnectAttempt, Peer } from '#shared/model/handshake.ts'
import type { AddressOptions } from '#shared/model/spec.ts'
import { isNearer, type Scope, scopeOf } from './address-scope.ts'
import { connectFirst } from './connect-tcp.ts'
import { connectFailure, lookupFailure } from './failures.ts'
import { quote } from './quote.ts'
import type { Place } from './target.ts'

type Candidate = IpcNetConnectOpts | (TcpNetConnectOpts & { readonly host: string })

const FAMILIES = { any: 0, ipv4: 4, ipv6: 6 } as const
const FAMILY_NAMES = { any: 'IP', ipv4: 'IPv4', ipv6: 'IPv6' } as const

/** Durations in milliseconds. */
export interface ReachListener {
  readonly onAttempts: (attempts: readonly ConnectAttempt[]) => void
  readonly onLookedUp: (durationMs: number) => void
  readonly onConnected: (peer: Peer, durationMs: number) => void
}

export interface ReachLimits {
  readonly signal: AbortSignal
  /** No address nearer than this is connected to; null: any. */
  readonly outermost: Scope | null
  readonly addresses: AddressOptions
}

/**
 * Looks the name up and connects by TCP, or to a Unix socket.
 *
 * @throws AppError 'redirect.inward', 'dns.*', 'tcp.*' or 'unix.not-found', or the reason of `signal`; no socket is left then
 */
export async function reach(
  place: Place,
  listener: ReachListener & { readonly onStage: (stage: 'dns' | 'tcp') => void },
  { signal, outermost, addresses }: ReachLimits,
): Promise<Socket> {
  const override = overrideFor(place, addresses)
  const candidates = override ?? (await findCandidates(place, addresses.family, listener, signal))
  // Where a name leads by the person's own word, it may lead.
  if (override === null) requireOutward(candidates, outermost)
  listener.onStage('tcp')
  const startedMs = performance.now()
  const socket = await connectFirst(candidates, signal, listener.onAttempts).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : connectFailure(error, place)
  })
  socket.setNoDelay(true)
  listener.onConnected(peerOf(socket, place), performance.now() - startedMs)
  return socket
}

function requireOutward(candidates: readonly Candidate[], outermost: Scope | null): void {
  if (outermost === null) return
  const inward = candidates.find((candidate) => 'path' in candidate || isNearer(scopeOf(candidate.host), outermost))
  if (inward === undefined) return
  const where = 'path' in inward ? 'a socket of this machine' : inward.host
  throw new AppError('redirect.inward', `The redirect leads further in than the server that sent it: to ${where}.`, {
    hint: 'Connect to it directly if you meant it.',
  })
}

/** @throws AppError 'input.invalid' for an override whose address is none */
export function requireAddresses({ overrides }: AddressOptions): void {
  const wrong = overrides.find(({ address }) => isIP(address) === 0)
  if (wrong === undefined) return
  throw new AppError('input.invalid', `${quote(wrong.address)}, given for ${quote(wrong.host)}, is not an IP address.`, {
    hint: 'Write an IPv4 or IPv6 address, without brackets.',
  })
}

function overrideFor(place: Place, { overrides }: AddressOptions): Candidate[] | null {
  if (place.kind === 'unix') return null
  const found = overrides.filter(({ host, port }) => host.toLowerCase() === place.host && port === place.port)
  return found.length === 0 ? null : found.map(({ address }) => ({ host: address, port: place.port }))
}

async function findCandidates(
  place: Place,
  family: AddressOptions['family'],
  listener: Parameters<typeof reach>[1],
  signal: AbortSignal,
): Promise<Candidate[]> {
  if (place.kind === 'unix') return [{ path: place.path }]
  if (place.isAddress) {
    if (family === 'any' || isIP(place.host) === FAMILIES[family]) return [{ host: place.host, port: place.port }]
    throw new AppError('dns.not-found', `${place.host} is not an ${FAMILY_NAMES[family]} address, and no other is to be used.`, {
      hint: 'Allow both kinds of address for this connection.',
    })
  }
  listener.onStage('dns')
  const startedMs = performance.now()
  const addresses = await lookUp(place.host, family, signal)
  listener.onLookedUp(performance.now() - startedMs)
  return addresses.map(({ address }) => ({ host: address, port: place.port }))
}

/** A look-up cannot be called back: when `signal` is aborted, its late answer is dropped. */
function lookUp(host: string, family: AddressOptions['family'], signal: AbortSignal): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason)
      return
    }
    const onAbort = (): void => reject(signal.reason)
    signal.addEventListener('abort', onAbort)
    lookup(host, { all: true, family: FAMILIES[family] }, (error, addresses) => {
      signal.removeEventListener('abort', onAbort)
      if (error === null) resolve(alternating(addresses))
      else reject(lookupFailure(error, host, family === 'any' ? '' : FAMILY_NAMES[family]))
    })
  })
}

/** The families in turn, each in the resolver's order, so that one that is broken does not hold up the other (RFC 8305 section 4). */
function alternating(addresses: readonly LookupAddress[]): LookupAddress[] {
  const [first] = addresses
  const preferred = addresses.filter(({ family }) => family === first?.family)
  const other = addresses.filter(({ family }) => family !== first?.family)
  const longest = Math.max(preferred.length, other.length)
  return Array.from({ length: longest }, (_, index) => [preferred[index], other[index]])
    .flat()
    .filter((address) => address !== undefined)
}

function peerOf(socket: Socket, place: Place): Peer {
  if (place.kind === 'unix') return { address: place.path, port: null, localAddress: '', localPort: null }
  return {
    address: socket.remoteAddress ?? '',
    port: socket.remotePort ?? null,
    localAddress: socket.localAddress ?? '',
    localPort: socket.localPort ?? null,
  }
}
