import type { ErrorCode } from '#shared/errors.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'
import {
  ACCEPT_ANY,
  ALLOW_OLD_TLS,
  FOLLOW,
  FOLLOW_MORE,
  IN_THE_OPEN,
  OFFER_ANY_ALPN,
  OPEN_AUTH,
  OPEN_OPTIONS,
  OPEN_PROXY,
  OPEN_TLS,
  offerSubprotocol,
  RETRY,
  type Remedy,
  raiseFragments,
  raiseHead,
  raiseMessage,
  TOLERATE,
  trustIssuer,
  USE_COOKIES,
  useServername,
  WAIT,
  WITHOUT_COMPRESSION,
  WITHOUT_PROXY,
} from './remedy.ts'

export type { Remedy } from './remedy.ts'

/** What is known where a remedy is looked for; one that changes nothing any more is null. */
type Offer = (spec: ConnectionSpec, hops: readonly HandshakeReport[]) => readonly (Remedy | null)[]

const none: Offer = () => []
const all =
  (...remedies: readonly Remedy[]): Offer =>
  () =>
    remedies
const proxied: Offer = ({ proxy }) => (proxy.mode === 'none' ? [] : [OPEN_PROXY, WITHOUT_PROXY])
const retried = all(RETRY)
const patient: Offer = ({ options }) => [options.handshakeTimeoutMs < WAIT.ms ? WAIT : null, RETRY]
const unverified: Offer = ({ tls }) => (tls.verify ? [OPEN_TLS, ACCEPT_ANY] : [])

/** The codes with which a connection fails; the others are about something else, and have no buttons there. */
const AREAS = [
  'dns',
  'tcp',
  'unix',
  'tls',
  'proxy',
  'handshake',
  'redirect',
  'protocol',
  'message',
  'connection',
  'keepalive',
  'send',
] as const
type ConnectionCode = Extract<ErrorCode, `${(typeof AREAS)[number]}.${string}`>

/** For each of them what the app can do about it, the likeliest first: a new code has to decide. */
const OFFERS: Readonly<Record<ConnectionCode, Offer>> = {
  'dns.not-found': all(RETRY, OPEN_OPTIONS),
  'dns.failed': retried,
  'tcp.refused': retried,
  'tcp.unreachable': all(RETRY, OPEN_OPTIONS),
  'tcp.timeout': patient,
  'tcp.reset': retried,
  'tcp.failed': retried,
  'unix.not-found': retried,
  'tls.ca-unreadable': all(OPEN_TLS),
  'tls.client-unreadable': all(OPEN_TLS),
  'tls.passphrase': all(OPEN_TLS),
  'tls.client-demanded': all(OPEN_TLS),
  'tls.client-refused': all(OPEN_TLS),
  'tls.untrusted': (spec, hops) => [trustIssuer(spec, hops), ...unverified(spec, hops)],
  'tls.self-signed': (spec, hops) => [trustIssuer(spec, hops), ...unverified(spec, hops)],
  'tls.expired': unverified,
  'tls.not-yet-valid': unverified,
  'tls.wrong-name': (spec, hops) => [useServername(spec, hops), ...unverified(spec, hops)],
  'tls.version': ({ tls }) => [tls.minVersion === 'TLSv1' && tls.maxVersion === null ? null : ALLOW_OLD_TLS, OPEN_TLS],
  'tls.unknown-name': all(OPEN_TLS),
  'tls.no-protocol': ({ tls }) => [tls.alpn.length > 0 ? OFFER_ANY_ALPN : null, OPEN_TLS],
  'tls.refused': ({ tls }) => [tls.minVersion === 'TLSv1' ? null : ALLOW_OLD_TLS, OPEN_TLS],
  'tls.not-tls': ({ url }) => [IN_THE_OPEN.isFor(url) ? IN_THE_OPEN : null],
  'tls.closed': retried,
  'tls.failed': all(OPEN_TLS, RETRY),
  'proxy.invalid': proxied,
  'proxy.unreachable': proxied,
  'proxy.tls-failed': proxied,
  'proxy.auth-required': proxied,
  'proxy.auth-refused': proxied,
  'proxy.refused': proxied,
  'proxy.target-unreachable': proxied,
  'proxy.failed': proxied,
  'proxy.closed': proxied,
  'proxy.malformed': proxied,
  'handshake.timeout': patient,
  'handshake.cancelled': retried,
  'handshake.closed': retried,
  'handshake.malformed': none,
  'handshake.too-large': (spec) => [raiseHead(spec)],
  'handshake.not-upgraded': none,
  'handshake.bad-request': none,
  'handshake.unauthorized': all(OPEN_AUTH),
  'handshake.forbidden': ({ options }) => [OPEN_AUTH, options.useCookies ? null : USE_COOKIES],
  'handshake.not-found': none,
  'handshake.upgrade-required': none,
  'handshake.too-many-requests': retried,
  'handshake.server-failed': retried,
  'handshake.gateway-failed': retried,
  'handshake.unavailable': retried,
  'handshake.rejected': none,
  'handshake.redirected': ({ options }) => [options.maxRedirects === 0 ? FOLLOW : null],
  'handshake.upgrade-missing': none,
  'handshake.accept-mismatch': none,
  'handshake.unasked-subprotocol': (_, hops) => [offerSubprotocol(hops)],
  'handshake.unasked-extension': none,
  'handshake.invalid-extension': ({ options }) => [options.compression.enabled ? WITHOUT_COMPRESSION : null],
  'redirect.invalid': none,
  'redirect.scheme': none,
  'redirect.loop': ({ options }) => [options.useCookies ? null : USE_COOKIES],
  'redirect.too-many': ({ options }) => [options.maxRedirects < FOLLOW_MORE.count ? FOLLOW_MORE : null],
  'redirect.inward': none,
  'protocol.violation': ({ options }) => [options.tolerant ? null : TOLERATE],
  'message.too-large': (spec) => [raiseMessage(spec)],
  'message.inflates-too-large': (spec) => [raiseMessage(spec)],
  'message.too-many-fragments': (spec) => [raiseFragments(spec)],
  'message.not-utf8': ({ options }) => [options.tolerant ? null : TOLERATE],
  'message.not-inflatable': ({ options }) => [options.compression.enabled ? WITHOUT_COMPRESSION : null],
  'connection.lost': retried,
  'keepalive.timeout': retried,
  'connection.not-open': none,
  'connection.unknown': none,
  'send.failed': retried,
}

/**
 * The remedies for a failure, the likeliest first; those that the spec has already are left out.
 *
 * @param hops of the handshake, as far as they are known
 */
export const remediesFor = (code: ErrorCode, spec: ConnectionSpec, hops: readonly HandshakeReport[]): readonly Remedy[] =>
  (isOfConnection(code) ? OFFERS[code] : none)(spec, hops).filter((remedy) => remedy !== null)

const isOfConnection = (code: ErrorCode): code is ConnectionCode => AREAS.some((area) => code.startsWith(`${area}.`))

/** What takes a change back, and leaves alone what was changed beside it since. */
export const valuesBefore = (before: ConnectionSpec, change: Partial<ConnectionSpec>): Partial<ConnectionSpec> =>
  Object.fromEntries(Object.entries(before).filter(([key]) => key in change))
