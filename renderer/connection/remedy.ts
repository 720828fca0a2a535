import type { CertificateFacts, HandshakeReport } from '#shared/model/handshake.ts'
import type { ConnectionOptions, ConnectionSpec, TlsOptions } from '#shared/model/spec.ts'
import type { PaneId } from './panes-store.ts'

/** What the app itself can do about a failure. */
export type Remedy =
  /** Changes the spec and connects again. */
  | { readonly kind: 'change'; readonly id: ChangeId; readonly change: (spec: ConnectionSpec) => Partial<ConnectionSpec> }
  /** Keeps a certificate as a file, trusts it from this spec, and connects again, once a person has looked at it. */
  | { readonly kind: 'trust'; readonly id: 'trustIssuer'; readonly certificate: CertificateFacts }
  | { readonly kind: 'retry'; readonly id: 'retry' }
  /** Shows where to change it. */
  | { readonly kind: 'pane'; readonly id: 'openTls' | 'openProxy' | 'openAuth' | 'openOptions'; readonly pane: PaneId }

type ChangeId =
  | 'follow'
  | 'followMore'
  | 'acceptAny'
  | 'offerSubprotocol'
  | 'useServername'
  | 'allowOldTls'
  | 'offerAnyAlpn'
  | 'inTheOpen'
  | 'withoutProxy'
  | 'withoutCompression'
  | 'raiseMessage'
  | 'raiseHead'
  | 'raiseFragments'
  | 'useCookies'
  | 'tolerate'
  | 'wait'

const GIB = 2 ** 30
const MOST_FRAGMENTS = 2 ** 30
const MOST_HEAD_BYTES = 16 * 2 ** 20

const changed = (id: ChangeId, change: (spec: ConnectionSpec) => Partial<ConnectionSpec>) => ({ kind: 'change', id, change }) as const
const inOptions = (id: ChangeId, part: (options: ConnectionOptions) => Partial<ConnectionOptions>) =>
  changed(id, ({ options }) => ({ options: { ...options, ...part(options) } }))
const inTls = (id: ChangeId, part: Partial<TlsOptions>) => changed(id, ({ tls }) => ({ tls: { ...tls, ...part } }))

export const OPEN_TLS: Remedy = { kind: 'pane', id: 'openTls', pane: 'tls' }
export const OPEN_PROXY: Remedy = { kind: 'pane', id: 'openProxy', pane: 'proxy' }
export const OPEN_AUTH: Remedy = { kind: 'pane', id: 'openAuth', pane: 'auth' }
export const OPEN_OPTIONS: Remedy = { kind: 'pane', id: 'openOptions', pane: 'options' }
export const RETRY: Remedy = { kind: 'retry', id: 'retry' }

/** How far redirects are followed once a person wants that, and then once more. */
export const FOLLOW = { ...inOptions('follow', () => ({ maxRedirects: 5 })), count: 5 }
export const FOLLOW_MORE = { ...inOptions('followMore', () => ({ maxRedirects: 20 })), count: 20 }
export const WAIT = { ...inOptions('wait', () => ({ handshakeTimeoutMs: 60_000 })), ms: 60_000 }
export const ACCEPT_ANY: Remedy = inTls('acceptAny', { verify: false })
export const ALLOW_OLD_TLS: Remedy = inTls('allowOldTls', { minVersion: 'TLSv1', maxVersion: null })
export const OFFER_ANY_ALPN: Remedy = inTls('offerAnyAlpn', { alpn: [] })
export const WITHOUT_PROXY: Remedy = changed('withoutProxy', ({ proxy }) => ({ proxy: { ...proxy, mode: 'none' } }))
export const WITHOUT_COMPRESSION: Remedy = inOptions('withoutCompression', ({ compression }) => ({
  compression: { ...compression, enabled: false },
}))
export const USE_COOKIES: Remedy = inOptions('useCookies', () => ({ useCookies: true }))
export const TOLERATE: Remedy = inOptions('tolerate', () => ({ tolerant: true }))

const SECURE_SCHEME = /^\s*(?:wss|https):/i
export const IN_THE_OPEN = {
  ...changed('inTheOpen', ({ url }) => ({ url: url.replace(SECURE_SCHEME, 'ws:') })),
  isFor: (url: string): boolean => SECURE_SCHEME.test(url),
}

/** The subprotocol that came unasked is offered, after those that are. */
export function offerSubprotocol(hops: readonly HandshakeReport[]): Remedy | null {
  const headers = hops.at(-1)?.response?.headers ?? []
  const name = headers.find(([header]) => header.toLowerCase() === 'sec-websocket-protocol')?.[1].trim() ?? ''
  if (name === '') return null
  return changed('offerSubprotocol', ({ subprotocols }) => ({
    subprotocols: [...subprotocols.filter((offer) => offer.name !== name), { name, enabled: true }],
  }))
}

/** Ten times as much, as far as a spec may go. */
export function raiseMessage({ options }: ConnectionSpec): Remedy | null {
  if (options.maxMessageBytes >= GIB && options.maxInflatedBytes >= GIB) return null
  return inOptions('raiseMessage', ({ maxMessageBytes, maxInflatedBytes }) => ({
    maxMessageBytes: tenfold(maxMessageBytes, GIB),
    maxInflatedBytes: tenfold(maxInflatedBytes, GIB),
  }))
}

export function raiseHead({ options }: ConnectionSpec): Remedy | null {
  if (options.maxHeadBytes >= MOST_HEAD_BYTES) return null
  return inOptions('raiseHead', ({ maxHeadBytes }) => ({ maxHeadBytes: tenfold(maxHeadBytes, MOST_HEAD_BYTES) }))
}

export function raiseFragments({ options }: ConnectionSpec): Remedy | null {
  if (options.maxFragments >= MOST_FRAGMENTS) return null
  return inOptions('raiseFragments', ({ maxFragments }) => ({ maxFragments: tenfold(maxFragments, MOST_FRAGMENTS) }))
}

const tenfold = (bytes: number, most: number): number => Math.min(Math.max(bytes, 1) * 10, most)

/**
 * The certificate that would have to be trusted: one that is signed by itself, the last of what the server sent. An issuer
 * that was not sent cannot be kept, and one in the middle does not make a chain.
 */
export function trustIssuer({ tls }: ConnectionSpec, hops: readonly HandshakeReport[]): Remedy | null {
  const last = hops.at(-1)?.tls?.chain.at(-1)
  if (!tls.verify || !last || last.subject !== last.issuer) return null
  return { kind: 'trust', id: 'trustIssuer', certificate: last }
}

/** The first name the certificate is for that is a name of one host. */
export function useServername({ tls }: ConnectionSpec, hops: readonly HandshakeReport[]): Remedy | null {
  const names = hops.at(-1)?.tls?.chain[0]?.names ?? []
  const name = names.map((listed) => /^DNS:([a-z0-9.-]+)$/i.exec(listed)?.[1]).find((found) => found !== undefined)
  return !tls.verify || name === undefined || name === tls.servername ? null : inTls('useServername', { servername: name })
}
