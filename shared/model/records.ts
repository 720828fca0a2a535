import type { Failure } from '../errors.ts'
import type { CloseReport } from './connection.ts'
import type { HandshakeCookies } from './cookie.ts'
import type { Direction, MessageKind, ViolationId } from './frame.ts'
import type {
  ConnectAttempt,
  HandshakeCheck,
  HandshakeNote,
  HandshakeRequest,
  HandshakeResponse,
  HandshakeTimings,
  Negotiated,
  Peer,
  ProxyFacts,
  TlsFacts,
} from './handshake.ts'

/**
 * The records of docs/formats.md: one schema for the terminal (`--json`), the capture and exports.
 * Names are fixed; fields may be added, never renamed.
 */
export type SockscopeRecord = HandshakeRecord | FrameRecord | RawRecord | MessageRecord | CloseRecord | ErrorRecord | ReconnectRecord

export interface HandshakeRecord {
  readonly type: 'handshake'
  readonly connection: number
  readonly hop: number
  readonly timeUs: number
  readonly url: string
  readonly peer: Peer | null
  readonly attempts: readonly ConnectAttempt[]
  readonly proxy: ProxyFacts | null
  readonly tls: TlsFacts | null
  readonly request: HandshakeRequest | null
  readonly response: HandshakeResponse | null
  readonly negotiated: Negotiated | null
  readonly timingsMs: HandshakeTimings
  readonly checks: readonly HandshakeCheck[]
  /** What the cookie jar had to do with it; null where none was asked. */
  readonly cookies: HandshakeCookies | null
  /** What was done or left out beside the request: a redirect followed, credentials kept back. */
  readonly notes: readonly HandshakeNote[]
}

export interface FrameRecord {
  readonly type: 'frame'
  readonly connection: number
  readonly seq: number
  readonly timeUs: number
  readonly direction: Direction
  readonly fin: boolean
  readonly rsv1: boolean
  readonly rsv2: boolean
  readonly rsv3: boolean
  readonly opcode: number
  readonly masked: boolean
  readonly maskKey: string | null
  readonly payloadLength: number
  readonly wireLength: number
  readonly message: number | null
  readonly violation: { readonly id: ViolationId; readonly rfc: string; readonly text: string } | null
}

/** Bytes that belong to no frame that could be read; `seq` counts on with the frames. */
export interface RawRecord {
  readonly type: 'raw'
  readonly connection: number
  readonly seq: number
  readonly timeUs: number
  readonly direction: Direction
  readonly length: number
  readonly dataBase64: string
}

export interface MessageRecord {
  readonly type: 'message'
  readonly connection: number
  readonly message: number
  readonly timeUs: number
  readonly direction: Direction
  readonly kind: MessageKind
  readonly length: number
  readonly wireLength: number
  readonly frames: number
  readonly compressed: boolean
  /** Text messages. */
  readonly data?: string
  /** Binary messages. */
  readonly dataBase64?: string
}

export interface CloseRecord extends CloseReport {
  readonly type: 'close'
  readonly connection: number
}

export interface ErrorRecord extends Failure {
  readonly type: 'error'
  readonly connection: number
  readonly timeUs: number
}

/** A connection has ended, and another is to follow it; printed by the terminal, in no capture. */
export interface ReconnectRecord {
  readonly type: 'reconnect'
  /** The one that has ended; what follows has the next number. */
  readonly connection: number
  readonly timeUs: number
  /** In a row without success, from 1. */
  readonly attempt: number
  readonly of: number
  readonly waitMs: number
}
