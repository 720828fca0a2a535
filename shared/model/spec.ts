import type { Variable } from './variables.ts'

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

export const AUTH_KINDS = ['none', 'basic', 'bearer', 'api-key'] as const
export const API_KEY_PLACES = ['header', 'query'] as const

/** Credentials that Sockscope writes into the request; a header of that name in the spec stands in their place. */
export interface AuthOptions {
  readonly kind: (typeof AUTH_KINDS)[number]
  /** For 'basic' (RFC 7617), as is `password`; both in place of those of the URL. */
  readonly username: string
  readonly password: string
  /** For 'bearer' (RFC 6750). */
  readonly token: string
  /** For 'api-key': the header, or the parameter of the URL's query, and its value. */
  readonly name: string
  readonly value: string
  readonly place: (typeof API_KEY_PLACES)[number]
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

export const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const
export type TlsVersion = (typeof TLS_VERSIONS)[number]

/** Who this side says it is, where the server asks. Paths; '' for none. A PFX file stands for both others. */
export interface ClientCertificate {
  /** PEM: the certificate, then those between it and its authority. */
  readonly certFile: string
  /** PEM; '' if the key stands in `certFile`. */
  readonly keyFile: string
  /** PKCS #12 (.pfx, .p12). */
  readonly pfxFile: string
  /** Of the key or the PFX file; '' for none. */
  readonly passphrase: string
}

export interface TlsOptions {
  /** Off: any certificate is accepted, and the handshake view says so. */
  readonly verify: boolean
  /** Paths of PEM files trusted beside the system's authorities. */
  readonly caFiles: readonly string[]
  readonly clientCertificate: ClientCertificate
  /** Sent as SNI in place of the URL's host, and what the certificate must be for; '' for the URL's host. */
  readonly servername: string
  /** Null for what Node and OpenSSL hold safe, TLS 1.2 and later. */
  readonly minVersion: TlsVersion | null
  readonly maxVersion: TlsVersion | null
  /** Offered by ALPN (RFC 7301), in this order; none: the extension is left out. */
  readonly alpn: readonly string[]
}

export const PROXY_MODES = ['system', 'none', 'manual'] as const

export interface ProxyOptions {
  /** 'system': what `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy` of the environment say; never for this machine itself. */
  readonly mode: (typeof PROXY_MODES)[number]
  /** For 'manual': `http:`, `https:`, `socks5:` or `socks5h:`, with `user:password@` where it wants that. */
  readonly url: string
}

export const ADDRESS_FAMILIES = ['any', 'ipv4', 'ipv6'] as const

/** Says where a name leads, in place of the name servers. */
export interface AddressOverride {
  /** As in the URL, any case. */
  readonly host: string
  readonly port: number
  /** An IPv4 or IPv6 address, without brackets. */
  readonly address: string
}

export interface AddressOptions {
  readonly family: (typeof ADDRESS_FAMILIES)[number]
  readonly overrides: readonly AddressOverride[]
}

/** Pings sent by the clock, so that idle limits between here and the server do not end the connection. */
export interface KeepAlive {
  /** Between two pings, in milliseconds; 0: none is sent. */
  readonly intervalMs: number
  /** How long a pong may take before the connection counts as lost, in milliseconds; 0: for ever. */
  readonly pongTimeoutMs: number
}

/** What follows when a connection ends that nobody here ended, or could not be opened. */
export interface ReconnectPolicy {
  /** In a row without success; 0: none. */
  readonly attempts: number
  /** Before the first attempt, in milliseconds; doubled before each further one, give or take a random half. */
  readonly delayMs: number
  /** No wait is longer, in milliseconds. */
  readonly maxDelayMs: number
  /** Close codes after which it is left alone. */
  readonly stopCodes: readonly number[]
}

export interface ConnectionOptions {
  /** From the start of the name look-up to the end of the answer's head, in milliseconds. */
  readonly handshakeTimeoutMs: number
  readonly compression: CompressionOffer
  /** Largest message accepted, its fragments joined, as it crossed the wire, in bytes. */
  readonly maxMessageBytes: number
  /** Largest message accepted after inflating it (RFC 7692), in bytes. */
  readonly maxInflatedBytes: number
  /** Most frames of one message that are accepted. */
  readonly maxFragments: number
  /** Largest head of an answer that is accepted, in bytes. */
  readonly maxHeadBytes: number
  /** How many redirects are followed, 0 to 100; 0 (the standard) shows them and stops there. */
  readonly maxRedirects: number
  /** How long to wait for the other side's close frame, then for its FIN, in milliseconds. */
  readonly closeTimeoutMs: number
  /** Off (the standard): a violation of RFC 6455 or RFC 7692 fails the connection. On: it is marked, and the connection goes on while that is possible. */
  readonly tolerant: boolean
  /** Off: pings are shown and not answered, against RFC 6455 section 5.5.2, to see what the server does then. */
  readonly automaticPong: boolean
  readonly keepAlive: KeepAlive
  readonly reconnect: ReconnectPolicy
  /** Cookies of the workspace's jar are sent, and those that an answer sets are kept (RFC 6265). */
  readonly useCookies: boolean
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
  readonly auth: AuthOptions
  readonly tls: TlsOptions
  readonly proxy: ProxyOptions
  readonly addresses: AddressOptions
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
  readonly variables: readonly Variable[]
  readonly messages: readonly SavedMessage[]
}

export const DEFAULT_SPEC: ConnectionSpec = {
  url: '',
  params: [],
  headers: [],
  automaticHeaders: { host: true, userAgent: true, origin: false },
  subprotocols: [],
  auth: { kind: 'none', username: '', password: '', token: '', name: '', value: '', place: 'header' },
  tls: {
    verify: true,
    caFiles: [],
    clientCertificate: { certFile: '', keyFile: '', pfxFile: '', passphrase: '' },
    servername: '',
    minVersion: null,
    maxVersion: null,
    alpn: ['http/1.1'],
  },
  proxy: { mode: 'system', url: '' },
  addresses: { family: 'any', overrides: [] },
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
    maxInflatedBytes: 100 * 1024 * 1024,
    maxFragments: 128 * 1024,
    maxHeadBytes: 64 * 1024,
    closeTimeoutMs: 5_000,
    tolerant: false,
    automaticPong: true,
    keepAlive: { intervalMs: 0, pongTimeoutMs: 10_000 },
    reconnect: { attempts: 0, delayMs: 1_000, maxDelayMs: 30_000, stopCodes: [1000, 1008, 1011] },
    useCookies: true,
  },
}
