import { isIP } from 'node:net'
import { AppError } from '#shared/errors.ts'
import type { ProxyFacts } from '#shared/model/handshake.ts'
import type { ProxyOptions } from '#shared/model/spec.ts'
import { scopeOf } from '../address-scope.ts'
import { quote } from '../quote.ts'
import { decoded, type Target, type TcpPlace } from '../target.ts'
import { isExempt } from './no-proxy.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface ProxyAddress {
  readonly kind: ProxyFacts['kind']
  readonly place: TcpPlace
  /** Null where the address has none. */
  readonly credentials: { readonly user: string; readonly password: string } | null
  /** Without credentials. */
  readonly url: string
  readonly source: string
}

const SCHEMES: Readonly<Record<string, { readonly kind: ProxyAddress['kind']; readonly port: number }>> = {
  'http:': { kind: 'http', port: 80 },
  'https:': { kind: 'https', port: 443 },
  'socks:': { kind: 'socks5', port: 1080 },
  'socks5:': { kind: 'socks5', port: 1080 },
  'socks5h:': { kind: 'socks5', port: 1080 },
}

/**
 * The proxy a connection goes through, or null for none: a Unix socket never has one, and this machine itself
 * (`localhost`, 127.0.0.0/8, ::1) only one that the person chose.
 *
 * @throws AppError 'proxy.invalid'
 */
export function chooseProxy(options: ProxyOptions, { place, secure }: Target, environment: Environment): ProxyAddress | null {
  if (place.kind === 'unix' || options.mode === 'none') return null
  if (options.mode === 'manual') return readProxy(options.url, 'spec')
  const name = (secure ? ['wss_proxy', 'https_proxy', 'all_proxy'] : ['ws_proxy', 'http_proxy', 'all_proxy']).find(
    (variable) => variableOf(environment, variable) !== '',
  )
  if (name === undefined || isThisMachine(place) || isExempt(place, variableOf(environment, 'no_proxy'))) return null
  return readProxy(variableOf(environment, name), name)
}

export function isThisMachine({ host, isAddress }: TcpPlace): boolean {
  return isAddress ? scopeOf(host) === 'machine' : /^(?:.*\.)?localhost\.?$/.test(host)
}

/** Lower case comes first, as with curl. */
const variableOf = (environment: Environment, name: string): string =>
  environment[name]?.trim() || environment[name.toUpperCase()]?.trim() || ''

function readProxy(text: string, source: string): ProxyAddress {
  const where = source === 'spec' ? 'The proxy' : `The proxy in ${source}`
  const shown = quote(text.replace(/^([^/]*\/\/)?[^/]*@/, '$1'))
  const url = parsed(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`)
  const scheme = url && SCHEMES[url.protocol]
  if (!url || !scheme || url.hostname === '' || !/^\/?$/.test(url.pathname)) {
    throw new AppError(
      'proxy.invalid',
      text === '' ? `${where} has no address.` : `${where} has an address that cannot be used: ${shown}.`,
      {
        hint: 'Write http://host:port, https://host:port or socks5://host:port, with user:password@ before the host where it wants that.',
      },
    )
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const hasCredentials = url.username !== '' || url.password !== ''
  return {
    kind: scheme.kind,
    place: { kind: 'tcp', host, isAddress: isIP(host) !== 0, port: url.port === '' ? scheme.port : Number(url.port) },
    credentials: hasCredentials ? { user: decoded(url.username), password: decoded(url.password) } : null,
    url: `${url.protocol}//${url.host}`,
    source,
  }
}

function parsed(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    // The caller says so, with the address it was.
    return null
  }
}
