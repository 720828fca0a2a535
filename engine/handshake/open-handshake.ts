import type { Socket } from 'node:net'
import { AppError } from '#shared/errors.ts'
import type { HandshakeReport, Negotiated } from '#shared/model/handshake.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'

export interface OpenedSocket {
  /** net.Socket or tls.TLSSocket, paused, no listeners of ours left on it. */
  readonly socket: Socket
  /** Bytes that came after the answer's head, in the same packets: the first frame bytes. */
  readonly leftover: Uint8Array
  readonly report: HandshakeReport
  readonly negotiated: Negotiated
}

export interface HandshakeOptions {
  readonly signal: AbortSignal
  readonly onReport: (report: HandshakeReport) => void
  /** The value of the automatic `User-Agent` header, e.g. 'sockscope/0.1.0'. */
  readonly userAgent: string
}

/**
 * Dials, asks, reads the answer and judges it. Calls onReport with an ever fuller report, the last time
 * with the final one (failure set if it failed). Rejects with AppError (the report's failure has the same
 * code/message/hint). Aborting `signal` cancels: 'handshake.cancelled'. Leaves no socket or timer behind on failure.
 */
export function openHandshake(_spec: ConnectionSpec, _options: HandshakeOptions): Promise<OpenedSocket> {
  return Promise.reject(new AppError('internal', 'The handshake is being written.'))
}
