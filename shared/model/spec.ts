/** A line of a header or parameter table: kept in order, with its case and its duplicates, switched on or off. */
export interface Pair {
  readonly name: string
  readonly value: string
  readonly enabled: boolean
}

export interface SubprotocolOffer {
  readonly name: string
  readonly enabled: boolean
}

/** What Sockscope writes by itself unless the spec has an enabled header of that name (any case). */
export interface AutomaticHeaders {
  /** `Host`, from the URL. RFC 6455 section 4.1 demands it; off is for testing a server. */
  readonly host: boolean
  /** `User-Agent: sockscope/VERSION`. */
  readonly userAgent: boolean
  /** `Origin`, from the URL's scheme and authority, as a browser on that site would send it. */
  readonly origin: boolean
}

/** The permessage-deflate offer of RFC 7692 section 7.1. */
export interface CompressionOffer {
  readonly enabled: boolean
  readonly serverNoContextTakeover: boolean
  readonly clientNoContextTakeover: boolean
  /** 8 to 15, or null: the parameter is left out. */
  readonly serverMaxWindowBits: number | null
  /** 8 to 15, 'any' for the parameter without a value, or null: left out. */
  readonly clientMaxWindowBits: number | 'any' | null
}

export interface TlsOptions {
  /** Off: any certificate is accepted, and the handshake view says so. */
  readonly verify: boolean
  /** Paths of PEM files trusted beside the system's authorities. */
  readonly caFiles: readonly string[]
}

export interface ConnectionOptions {
  /** From the start of the name look-up to the end of the answer's head, in milliseconds. */
  readonly handshakeTimeoutMs: number
  readonly compression: CompressionOffer
  /** Largest message accepted, after joining and inflating, in bytes. */
  readonly maxMessageBytes: number
  /** How many redirects are followed, 0 to 100; 0 (the standard) shows them and stops there. */
  readonly maxRedirects: number
  /** How long to wait for the other side's close frame, then for its FIN, in milliseconds. */
  readonly closeTimeoutMs: number
}

/** What a person saves to connect with: everything that decides the handshake. */
export interface ConnectionSpec {
  /** `ws:`, `wss:`, `ws+unix:/path/to.sock:/target`, `http:` (as ws) or `https:` (as wss). May hold a query. */
  readonly url: string
  /** Appended to the URL's own query, percent-encoded, in order. */
  readonly params: readonly Pair[]
  readonly headers: readonly Pair[]
  readonly automaticHeaders: AutomaticHeaders
  readonly subprotocols: readonly SubprotocolOffer[]
  readonly tls: TlsOptions
  readonly options: ConnectionOptions
}

/** How a saved message or a draft is to be read: what the composer colours, checks and sends. */
export const MESSAGE_FORMATS = ['text', 'json', 'xml', 'html', 'hex', 'base64'] as const
export type MessageFormat = (typeof MESSAGE_FORMATS)[number]

export interface SavedMessage {
  readonly name: string
  readonly format: MessageFormat
  /** As written in the composer; hex and base64 are sent as binary, the rest as text. */
  readonly body: string
}

/** One file of the library: a connection spec with its messages. The name is the file's name. */
export interface SavedSpec {
  readonly spec: ConnectionSpec
  readonly messages: readonly SavedMessage[]
}

export const DEFAULT_SPEC: ConnectionSpec = {
  url: '',
  params: [],
  headers: [],
  automaticHeaders: { host: true, userAgent: true, origin: false },
  subprotocols: [],
  tls: { verify: true, caFiles: [] },
  options: {
    handshakeTimeoutMs: 10_000,
    compression: {
      enabled: true,
      serverNoContextTakeover: false,
      clientNoContextTakeover: false,
      serverMaxWindowBits: null,
      clientMaxWindowBits: 'any',
    },
    maxRedirects: 0,
    maxMessageBytes: 100 * 1024 * 1024,
    closeTimeoutMs: 5_000,
  },
}
