/**
 * What can go wrong, as stable codes. Programs and documents hold on to the code; people read the
 * message. Every code has a paragraph in docs/errors.md (a test holds both together).
 */
export const ERROR_CODES = [
  // what a person typed or a program sent
  'input.invalid',
  'url.invalid',
  'url.scheme',
  'header.invalid',
  'subprotocol.invalid',
  'close.invalid-code',
  'close.reason-too-long',
  'ping.too-long',
  'cookie.invalid',
  // the way to the server
  'dns.not-found',
  'dns.failed',
  'tcp.refused',
  'tcp.unreachable',
  'tcp.timeout',
  'tcp.reset',
  'tcp.failed',
  'unix.not-found',
  'tls.ca-unreadable',
  'tls.client-unreadable',
  'tls.passphrase',
  'tls.client-demanded',
  'tls.client-refused',
  'tls.untrusted',
  'tls.self-signed',
  'tls.expired',
  'tls.not-yet-valid',
  'tls.wrong-name',
  'tls.version',
  'tls.unknown-name',
  'tls.no-protocol',
  'tls.refused',
  'tls.not-tls',
  'tls.closed',
  'tls.failed',
  // a proxy between
  'proxy.invalid',
  'proxy.unreachable',
  'proxy.tls-failed',
  'proxy.auth-required',
  'proxy.auth-refused',
  'proxy.refused',
  'proxy.target-unreachable',
  'proxy.failed',
  'proxy.closed',
  'proxy.malformed',
  // the opening handshake (RFC 6455 section 4)
  'handshake.timeout',
  'handshake.cancelled',
  'handshake.closed',
  'handshake.malformed',
  'handshake.too-large',
  'handshake.not-upgraded',
  'handshake.bad-request',
  'handshake.unauthorized',
  'handshake.forbidden',
  'handshake.not-found',
  'handshake.upgrade-required',
  'handshake.too-many-requests',
  'handshake.server-failed',
  'handshake.gateway-failed',
  'handshake.unavailable',
  'handshake.rejected',
  'handshake.redirected',
  'handshake.upgrade-missing',
  'handshake.accept-mismatch',
  'handshake.unasked-subprotocol',
  'handshake.unasked-extension',
  'handshake.invalid-extension',
  // redirects that were to be followed
  'redirect.invalid',
  'redirect.scheme',
  'redirect.loop',
  'redirect.too-many',
  'redirect.inward',
  // the open connection
  'protocol.violation',
  'message.too-large',
  'message.inflates-too-large',
  'message.too-many-fragments',
  'message.not-utf8',
  'message.not-inflatable',
  'connection.lost',
  'keepalive.timeout',
  'connection.not-open',
  'connection.unknown',
  'send.failed',
  // the cookie jar
  'cookie.file',
  // captures
  'capture.unknown',
  'capture.unreadable',
  'capture.newer',
  'capture.recording',
  'capture.disk',
  'capture.limit',
  'capture.read-only',
  'copy.too-large',
  // queries over captures
  'query.unknown',
  'query.too-slow',
  'query.failed',
  // what is written for others, and read from them
  'export.failed',
  'export.cancelled',
  'import.unreadable',
  'import.too-large',
  'import.nothing',
  // the library
  'library.not-found',
  'library.exists',
  'library.invalid-name',
  'library.invalid-file',
  'library.outside',
  'library.changed',
  'library.io',
  // variables in texts
  'variable.unresolved',
  'variable.failed',
  // the house
  'node.too-old',
  'bridge.lost',
  'bridge.refused',
  'demo.failed',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** An error as it crosses the contract and as it stands in a record: a code for programs, a sentence for people. */
export interface Failure {
  readonly code: ErrorCode
  /** What happened and why, one or two sentences. */
  readonly message: string
  /** What to try next, one sentence; empty where nothing useful can be said. */
  readonly hint: string
}

/** The one error type that is thrown on purpose. Its message is what the user reads; nothing branches on text. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.hint = options.hint ?? ''
  }
}

/** Wraps whatever was thrown, once, at the edge. An error that is not ours becomes 'internal' with its text. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AppError) return { code: error.code, message: error.message, hint: error.hint }
  const text = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message: `Something went wrong inside Sockscope: ${text}`, hint: 'Please report it with what you did last.' }
}
