import type { Failure } from '../errors.ts'
import type { CaptureId, ConnectionId, LibraryPath } from './ids.ts'

export type ConnectionState = 'opening' | 'open' | 'closing' | 'closed'

/** How a connection ended. */
export interface CloseReport {
  readonly timeUs: number
  /** As received or, if none was, sent; 1005 if the frame had none, 1006 if there was no close frame (RFC 6455 section 7.1.5). */
  readonly code: number
  /** The registered name, see shared/model/close-codes.ts. */
  readonly name: string
  readonly reason: string
  /** Close frames went both ways and TCP ended after them (RFC 6455 section 7.1.4). */
  readonly clean: boolean
  /** Who sent a close frame first; 'none' if nobody did. */
  readonly initiator: 'local' | 'remote' | 'none'
  /** One sentence for people. */
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
}

export const NO_COUNTS: Counters = { framesIn: 0, framesOut: 0, messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0, violations: 0 }

export type OutgoingMessage = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'binary'; readonly bytes: Uint8Array }
