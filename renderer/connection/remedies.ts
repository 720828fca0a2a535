import type { ErrorCode } from '#shared/errors.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'
import type { PaneId } from './panes-store.ts'

/** How far redirects are followed once a person wants that, and then once more. */
const REDIRECTS = 5
const MORE_REDIRECTS = 20
const PATIENCE_MS = 60_000

/** What the app itself can do about a failed handshake: change the spec and connect again, or show where to change it. */
export type Remedy =
  | {
      readonly kind: 'change'
      readonly id: 'follow' | 'followMore' | 'acceptAny' | 'offerSubprotocol' | 'withoutProxy' | 'wait'
      readonly change: (spec: ConnectionSpec) => Partial<ConnectionSpec>
    }
  | { readonly kind: 'pane'; readonly id: 'openTls' | 'openProxy' | 'openAuth'; readonly pane: PaneId }

const OPEN_TLS: Remedy = { kind: 'pane', id: 'openTls', pane: 'tls' }
const OPEN_PROXY: Remedy = { kind: 'pane', id: 'openProxy', pane: 'proxy' }
const OPEN_AUTH: Remedy = { kind: 'pane', id: 'openAuth', pane: 'auth' }
const ACCEPT_ANY: Remedy = { kind: 'change', id: 'acceptAny', change: ({ tls }) => ({ tls: { ...tls, verify: false } }) }
const WITHOUT_PROXY: Remedy = { kind: 'change', id: 'withoutProxy', change: ({ proxy }) => ({ proxy: { ...proxy, mode: 'none' } }) }
const WAIT: Remedy = { kind: 'change', id: 'wait', change: ({ options }) => ({ options: { ...options, handshakeTimeoutMs: PATIENCE_MS } }) }

/**
 * The remedies for a failure, the likeliest first; those that the spec has already are left out.
 *
 * @param hops of the handshake, as far as they are known
 */
export function remediesFor(code: ErrorCode, spec: ConnectionSpec, hops: readonly HandshakeReport[]): readonly Remedy[] {
  const { maxRedirects, handshakeTimeoutMs } = spec.options
  switch (code) {
    case 'handshake.redirected':
      return maxRedirects === 0 ? [redirects('follow', REDIRECTS)] : []
    case 'redirect.too-many':
      return maxRedirects < MORE_REDIRECTS ? [redirects('followMore', MORE_REDIRECTS)] : []
    case 'tls.untrusted':
    case 'tls.self-signed':
    case 'tls.expired':
    case 'tls.not-yet-valid':
    case 'tls.wrong-name':
      return spec.tls.verify ? [OPEN_TLS, ACCEPT_ANY] : []
    case 'tls.ca-unreadable':
    case 'tls.client-unreadable':
    case 'tls.passphrase':
    case 'tls.client-demanded':
    case 'tls.client-refused':
    case 'tls.version':
    case 'tls.unknown-name':
    case 'tls.no-protocol':
      return [OPEN_TLS]
    case 'proxy.invalid':
    case 'proxy.unreachable':
    case 'proxy.tls-failed':
    case 'proxy.auth-required':
    case 'proxy.auth-refused':
    case 'proxy.refused':
    case 'proxy.target-unreachable':
    case 'proxy.failed':
    case 'proxy.closed':
    case 'proxy.malformed':
      return spec.proxy.mode === 'none' ? [] : [OPEN_PROXY, WITHOUT_PROXY]
    case 'handshake.unauthorized':
      return [OPEN_AUTH]
    case 'handshake.unasked-subprotocol':
      return offering(hops)
    case 'handshake.timeout':
    case 'tcp.timeout':
      return handshakeTimeoutMs < PATIENCE_MS ? [WAIT] : []
    default:
      return []
  }
}

const redirects = (id: 'follow' | 'followMore', maxRedirects: number): Remedy => ({
  kind: 'change',
  id,
  change: ({ options }) => ({ options: { ...options, maxRedirects } }),
})

/** The subprotocol that came unasked is offered, after those that are. */
function offering(hops: readonly HandshakeReport[]): readonly Remedy[] {
  const headers = hops.at(-1)?.response?.headers ?? []
  const name = headers.find(([header]) => header.toLowerCase() === 'sec-websocket-protocol')?.[1].trim() ?? ''
  if (name === '') return []
  const change = ({ subprotocols }: ConnectionSpec): Partial<ConnectionSpec> => ({
    subprotocols: [...subprotocols.filter((offer) => offer.name !== name), { name, enabled: true }],
  })
  return [{ kind: 'change', id: 'offerSubprotocol', change }]
}

/** What takes a change back, and leaves alone what was changed beside it since. */
export const valuesBefore = (before: ConnectionSpec, change: Partial<ConnectionSpec>): Partial<ConnectionSpec> =>
  Object.fromEntries(Object.entries(before).filter(([key]) => key in change))
