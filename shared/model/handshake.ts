import type { Failure } from '../errors.ts'
import type { HandshakeCookies } from './cookie.ts'

/** Name and value as they stood on the wire: order, case and duplicates kept. */
export type RawHeader = readonly [name: string, value: string]

export interface HandshakeRequest {
  readonly method: string
  /** The request target as sent, query included. */
  readonly target: string
  readonly headers: readonly RawHeader[]
  /** The request head exactly as sent, CRLFs included. */
  readonly raw: string
}

/** The body of an answer other than 101, decoded. */
export interface ResponseBody {
  /** Bytes received before any limit, transfer coding removed, content coding as received. */
  readonly sizeBytes: number
  /** True where more came, or would have come, than the 1 MiB that is kept. */
  readonly truncated: boolean
  readonly contentType: string
  /** The charset that was used to decode, as the Encoding Standard or the IANA registry names it. */
  readonly charset: string
  /** The decoded text, or null where the body is not text. */
  readonly text: string | null
  readonly base64: string | null
}

export interface HandshakeResponse {
  /** E.g. 'HTTP/1.1'. */
  readonly version: string
  readonly status: number
  readonly statusText: string
  readonly headers: readonly RawHeader[]
  /** The head exactly as received, bytes read as Latin-1, CRLFs included. */
  readonly raw: string
  /** Null for a 101. */
  readonly body: ResponseBody | null
}

/** Phases in milliseconds, each measured on its own; null where the phase did not take place (or was not reached). */
export interface HandshakeTimings {
  readonly dns: number | null
  readonly tcp: number | null
  /** From the TCP connection with the proxy to its consent, TLS with it included. */
  readonly proxy: number | null
  readonly tls: number | null
  /** From the last byte of the request handed to the socket to the first byte of the answer. */
  readonly request: number | null
  /** From the start of the look-up to the end of the answer's head. */
  readonly total: number
}

/** One rule of the opening handshake, kept or broken. */
export interface HandshakeCheck {
  readonly id: 'status' | 'upgrade' | 'connection' | 'accept' | 'subprotocol' | 'single' | 'extension' | 'extension-parameters'
  readonly ok: boolean
  /** E.g. '6455 4.1' or '7692 7.1'. */
  readonly rfc: string
  /** What was expected and what came. */
  readonly text: string
}

/** How `Sec-WebSocket-Accept` comes from the key (RFC 6455 section 4.2.2, 5.4). */
export interface AcceptComputation {
  readonly key: string
  readonly guid: string
  /** base64(SHA-1(key + guid)). */
  readonly expected: string
  /** As received, null if there was no such header. */
  readonly received: string | null
}

/** permessage-deflate as both sides agreed on it. */
export interface NegotiatedDeflate {
  readonly serverNoContextTakeover: boolean
  readonly clientNoContextTakeover: boolean
  readonly serverMaxWindowBits: number
  readonly clientMaxWindowBits: number
}

export interface Negotiated {
  /** '' for none. */
  readonly subprotocol: string
  /** The `Sec-WebSocket-Extensions` of the answer, '' for none. */
  readonly extensions: string
  readonly deflate: NegotiatedDeflate | null
}

/** One try to connect by TCP (or to a Unix socket); several where a name has several addresses (RFC 8305). */
export interface ConnectAttempt {
  /** An IP address, or a socket's path. */
  readonly address: string
  readonly port: number | null
  /** After the start of the first, in milliseconds. */
  readonly startMs: number
  /** Null while it runs. */
  readonly durationMs: number | null
  /** 'abandoned': another was faster, or all was given up. */
  readonly outcome: 'trying' | 'connected' | 'failed' | 'abandoned'
  /** The system's name of the error, e.g. 'ECONNREFUSED'; null if it did not fail. */
  readonly error: string | null
}

/** The proxy between, and what it said. */
export interface ProxyFacts {
  /** Without user name and password. */
  readonly url: string
  readonly kind: 'http' | 'https' | 'socks5'
  /** What named it: 'spec', or a variable of the environment such as 'https_proxy'. */
  readonly source: string
  /** Of TLS with the proxy itself ('https'). */
  readonly tls: TlsFacts | null
  /** The head of the CONNECT request exactly as sent; null for SOCKS. */
  readonly request: string | null
  /** The answer to CONNECT; the body is null for a 2xx. */
  readonly response: HandshakeResponse | null
  /** All bytes a SOCKS proxy sent while it was asked, in hexadecimal; null for HTTP. */
  readonly socksAnswer: string | null
}

/** Who the TCP connection is with: the server, or the proxy. */
export interface Peer {
  /** E.g. '127.0.0.1' or a socket's path. */
  readonly address: string
  readonly port: number | null
  readonly localAddress: string
  readonly localPort: number | null
}

export interface CertificateFacts {
  readonly subject: string
  readonly issuer: string
  /** Subject alternative names as OpenSSL writes them, e.g. 'DNS:example.com'. */
  readonly names: readonly string[]
  /** ISO 8601. */
  readonly validFrom: string
  readonly validTo: string
  /** E.g. 'rsa', 'ec', 'ed25519'; '' if it cannot be read. */
  readonly keyType: string
  /** Null where the type says it. */
  readonly keyBits: number | null
  /** Of an EC key, e.g. 'prime256v1'. */
  readonly curve: string | null
  /** Hexadecimal. */
  readonly serialNumber: string
  readonly isAuthority: boolean
  /** SHA-256, hexadecimal with colons. */
  readonly fingerprint256: string
  readonly pem: string
}

export interface TlsFacts {
  /** E.g. 'TLSv1.3'. */
  readonly version: string
  readonly cipher: string
  readonly alpn: string | null
  readonly authorized: boolean
  /** Why it would not be trusted, in OpenSSL's words; null if it is. */
  readonly authorizationError: string | null
  readonly subject: string
  readonly issuer: string
  readonly validFrom: string
  readonly validTo: string
  readonly fingerprint256: string
  /** As sent by SNI; '' for none. */
  readonly servername: string
  /** The server's own first, then its issuers, as the server sent them. */
  readonly chain: readonly CertificateFacts[]
  /** The subject of the certificate that is shown to a server that asks for one; null for none. */
  readonly clientCertificate: string | null
}

export const NOTE_IDS = [
  'headers-overridden',
  'redirect-followed',
  'credentials-dropped',
  'tls-given-up',
  'cookies-added',
  'cookies-kept',
  'imported',
] as const

/** Something done for the person, or left out, that the request and the answer alone do not tell. */
export interface HandshakeNote {
  readonly id: (typeof NOTE_IDS)[number]
  readonly text: string
}

/** Everything known of one hop of an opening handshake; grows while it runs, whole or not when it fails. */
export interface HandshakeReport {
  /** 0 for the first request; redirect hops count on. */
  readonly hop: number
  /** Microseconds since the Unix epoch, of the start. */
  readonly timeUs: number
  readonly url: string
  readonly peer: Peer | null
  /** In the order they were begun. */
  readonly attempts: readonly ConnectAttempt[]
  readonly proxy: ProxyFacts | null
  readonly tls: TlsFacts | null
  readonly request: HandshakeRequest | null
  readonly response: HandshakeResponse | null
  /** Bytes received that could not be read as an answer, as Latin-1, at most 64 KiB. */
  readonly unreadable: string | null
  readonly negotiated: Negotiated | null
  readonly accept: AcceptComputation | null
  readonly timingsMs: HandshakeTimings
  readonly checks: readonly HandshakeCheck[]
  /** Null where no jar was asked: the spec says so, or there is none. */
  readonly cookies: HandshakeCookies | null
  readonly notes: readonly HandshakeNote[]
  /** Null also for a redirect that was followed. */
  readonly failure: Failure | null
}
