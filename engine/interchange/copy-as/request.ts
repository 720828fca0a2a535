import { authHeader, authParams } from '#engine/handshake/auth.ts'
import type { RawHeader } from '#shared/model/handshake.ts'
import { type ConnectionSpec, DEFAULT_SPEC } from '#shared/model/spec.ts'

/** What a spec asks for, as other tools think of it. Placeholders may stand in every text. */
export interface CopiedRequest {
  /** With its parameters, `ws` or `wss`. */
  readonly url: string
  readonly isSecure: boolean
  /** Without those Sockscope adds by itself. */
  readonly headers: readonly RawHeader[]
  readonly subprotocols: readonly string[]
  readonly spec: ConnectionSpec
  readonly messages: readonly CopiedMessage[]
}

export type CopiedMessage = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'binary'; readonly bytes: Uint8Array }

/** @throws AppError 'input.invalid' for credentials that cannot be written */
export function copiedRequest(spec: ConnectionSpec, messages: readonly CopiedMessage[]): CopiedRequest {
  const url = withParams(
    spec.url.trim().replace(/^http/i, 'ws'),
    [...spec.params, ...authParams(spec.auth)].filter(({ enabled }) => enabled),
  )
  const own = spec.headers.filter(({ enabled }) => enabled).map(({ name, value }): RawHeader => [name, value])
  const credentials = authHeader(spec.auth)
  const isGiven = credentials !== null && own.some(([name]) => name.toLowerCase() === credentials[0].toLowerCase())
  return {
    url,
    isSecure: /^wss:/i.test(url),
    headers: credentials && !isGiven ? [...own, credentials] : own,
    subprotocols: spec.subprotocols.filter(({ enabled }) => enabled).map(({ name }) => name),
    spec,
    messages,
  }
}

/** Encoded as when connecting, but for the braces of placeholders. */
function withParams(url: string, params: readonly { readonly name: string; readonly value: string }[]): string {
  if (params.length === 0) return url
  const encode = (text: string): string => encodeURIComponent(text.toWellFormed()).replaceAll('%7B%7B', '{{').replaceAll('%7D%7D', '}}')
  const query = params.map(({ name, value }) => `${encode(name)}=${encode(value)}`).join('&')
  return `${url}${url.includes('?') ? '&' : '?'}${query}`
}

/** The names of a spec's options that are not as they are by default, as remarks speak of them. */
export function unusualOptions({ spec }: CopiedRequest, known: readonly OptionName[]): string[] {
  return OPTIONS.filter(([name, isUsual]) => !known.includes(name) && !isUsual(spec)).map(
    ([name]) => `${SENTENCES[name]} is not taken over.`,
  )
}

export type OptionName =
  | 'ca'
  | 'client-certificate'
  | 'servername'
  | 'tls-versions'
  | 'proxy'
  | 'addresses'
  | 'limits'
  | 'redirects'
  | 'keep-alive'
  | 'reconnect'
  | 'compression'

const SENTENCES: Readonly<Record<OptionName, string>> = {
  ca: 'The list of trusted authorities',
  'client-certificate': 'The client certificate',
  servername: 'The server name for TLS',
  'tls-versions': 'The range of TLS versions',
  proxy: 'The proxy',
  addresses: 'The choice of addresses',
  limits: 'The limits of sizes and times',
  redirects: 'Following redirects',
  'keep-alive': 'The keep-alive',
  reconnect: 'The reconnect policy',
  compression: 'The offer of permessage-deflate',
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const standard = DEFAULT_SPEC

const OPTIONS: readonly (readonly [OptionName, (spec: ConnectionSpec) => boolean])[] = [
  ['ca', ({ tls }) => tls.caFiles.length === 0],
  ['client-certificate', ({ tls }) => same(tls.clientCertificate, standard.tls.clientCertificate)],
  ['servername', ({ tls }) => tls.servername === ''],
  ['tls-versions', ({ tls }) => tls.minVersion === null && tls.maxVersion === null],
  ['proxy', ({ proxy }) => proxy.mode !== 'manual'],
  ['addresses', ({ addresses }) => same(addresses, standard.addresses)],
  [
    'limits',
    ({ options }) =>
      options.maxMessageBytes === standard.options.maxMessageBytes && options.handshakeTimeoutMs === standard.options.handshakeTimeoutMs,
  ],
  ['redirects', ({ options }) => options.maxRedirects === 0],
  ['keep-alive', ({ options }) => options.keepAlive.intervalMs === 0],
  ['reconnect', ({ options }) => options.reconnect.attempts === 0],
  ['compression', ({ options }) => same(options.compression, standard.options.compression)],
]
