import type { Failure } from '../errors.ts'
import type { CaptureId, ConnectionId, LibraryPath } from './ids.ts'

export type ConnectionState = 'opening' | 'open' | 'closing' | 'closed'

/** A close frame as it crossed. */
export interface CloseFrameFacts {
  readonly timeUs: number
  /** Null where it had no body. */
  readonly code: number | null
  readonly reason: string
}

/** The ranges of close codes, by who hands them out (RFC 6455 section 7.4.2). 'reserved' codes stand in reports, never in frames. */
export const CLOSE_REGISTRIES = ['protocol', 'libraries', 'private', 'reserved', 'none'] as const

/**
 * How TCP came to its end. By the other side: 'fin' (over TLS: close_notify or FIN), 'reset' (RST), 'tls-alert'. By nobody: 'timeout'
 * (TCP got no answer), 'error'. By Sockscope, which dropped it: 'unanswered' (no close frame came back in time), 'kept-open' (the
 * server did not end TCP), 'violation', 'asked', 'keep-alive' (no pong in time). 'none': there was no connection.
 */
export const TCP_ENDS = [
  'fin',
  'reset',
  'tls-alert',
  'timeout',
  'error',
  'unanswered',
  'kept-open',
  'violation',
  'asked',
  'keep-alive',
  'none',
] as const

export interface TcpEnd {
  readonly by: 'local' | 'remote' | 'none'
  readonly how: (typeof TCP_ENDS)[number]
  /** The alert's name (RFC 8446 section 6), or the error in the system's words; '' for others. */
  readonly text: string
}

/** How a connection ended. */
export interface CloseReport {
  readonly timeUs: number
  /** As received or, if none was, sent; 1005 if the frame had none, 1006 if there was no close frame (RFC 6455 section 7.1.5). */
  readonly code: number
  /** The registered name, see shared/model/close-codes.ts. */
  readonly name: string
  readonly registry: (typeof CLOSE_REGISTRIES)[number]
  readonly reason: string
  /** Close frames went both ways and TCP ended after them (RFC 6455 section 7.1.4). */
  readonly clean: boolean
  /** Who sent a close frame first; 'none' if nobody did. */
  readonly initiator: 'local' | 'remote' | 'none'
  /** The first close frame of each side, also where it breaks a rule. */
  readonly sent: CloseFrameFacts | null
  readonly received: CloseFrameFacts | null
  /** From the first of the two to the other, in microseconds; null unless both crossed. */
  readonly betweenUs: number | null
  /** Who ended TCP first, and how. */
  readonly tcp: TcpEnd
  /** Bytes given to send that the operating system had not taken whole by then. */
  readonly unsentBytes: number
  /** The frame that the end of TCP cut off, by its seq; null if none was. */
  readonly truncatedSeq: number | null
  /** One or two sentences for people. */
  readonly detail: string
}

export interface Counters {
  readonly framesIn: number
  readonly framesOut: number
  readonly messagesIn: number
  readonly messagesOut: number
  /** Frame bytes on the wire (headers and payloads), handshake not included. */
  readonly bytesIn: number
  readonly bytesOut: number
  readonly violations: number
}

/**
 * 'watching' while the connection lives, 'waiting' while the next attempt is counted down to, 'followed' once it was made. The
 * others say why none follows: a person ended it, its close code is one to stop at, the attempts are used up, a person
 * cancelled, or the next one could not be tried.
 */
export type ReconnectState = 'watching' | 'waiting' | 'followed' | 'asked' | 'stop-code' | 'exhausted' | 'cancelled' | 'failed'

/** A connection's place in a row that the policy of its spec makes (shared/model/spec.ts, ReconnectPolicy). */
export interface Reconnect {
  readonly state: ReconnectState
  /** The one whose end this connection followed; null for one that a person opened. */
  readonly previous: ConnectionId | null
  /** The one that followed this one's end. */
  readonly next: ConnectionId | null
  /** In a row without success, from 1: of this connection or, while waiting and afterwards, of the next. 0: opened by a person. */
  readonly attempt: number
  /** How many the policy allows. */
  readonly of: number
  /** The whole wait, in milliseconds; null before there was one. */
  readonly waitMs: number | null
  /** When the wait is over, in microseconds since the Unix epoch; null unless waiting. */
  readonly nextAtUs: number | null
  /** Why the next could not be tried ('failed'). */
  readonly problem: Failure | null
}

/** What a window knows of a connection without asking for rows. */
export interface ConnectionSummary {
  readonly id: ConnectionId
  readonly capture: CaptureId
  /** The saved spec it was opened from, or null for an unsaved one. */
  readonly origin: LibraryPath | null
  readonly url: string
  readonly state: ConnectionState
  readonly openingSinceUs: number
  readonly openedAtUs: number | null
  readonly subprotocol: string
  readonly compressed: boolean
  readonly counters: Counters
  /** Bytes given to send and not yet taken by the operating system. */
  readonly bufferedBytes: number
  /** True while reading is held back because the disk is slower than the wire. */
  readonly held: boolean
  readonly close: CloseReport | null
  readonly failure: Failure | null
  /** Null where its spec has no reconnect policy. */
  readonly reconnect: Reconnect | null
  /** A capture that was opened again: it is read-only. Null for a connection of this engine. */
  readonly reopened: Reopened | null
}

/** Where an opened capture is from. */
export interface Reopened {
  /** As a person named it, or of the file; '' for none. */
  readonly name: string
  /** Microseconds since the Unix epoch; of the last thing that is in it. */
  readonly endedAtUs: number
  readonly isFile: boolean
}

export const NO_COUNTS: Counters = { framesIn: 0, framesOut: 0, messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0, violations: 0 }

export type OutgoingMessage = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'binary'; readonly bytes: Uint8Array }
