import { type Command, Option } from 'commander'
import { AppError } from '#shared/errors.ts'
import {
  type AddressOptions,
  type AddressOverride,
  type AuthOptions,
  DEFAULT_SPEC,
  type Pair,
  type ProxyOptions,
  TLS_VERSIONS,
  type TlsOptions,
  type TlsVersion,
} from '#shared/model/spec.ts'
import { wholeNumber } from './option-values.ts'
import { throughSocket } from './unix-option.ts'

/** What was said several times, in order. */
interface Collected {
  readonly caFiles: string[]
  readonly alpn: string[]
  readonly overrides: AddressOverride[]
  readonly cookies: string[]
}

interface Values {
  readonly insecure?: true
  readonly cert?: string
  readonly key?: string
  readonly pfx?: string
  readonly passphrase?: string
  readonly servername?: string
  readonly tlsMin?: TlsVersion
  readonly tlsMax?: TlsVersion
  readonly proxy?: ProxyOptions
  readonly ipv4?: true
  readonly ipv6?: true
  readonly maxRedirects: number
  readonly user?: AuthOptions
  readonly unix?: string
}

/** How the server is reached, as far as options say it. */
export interface Reach {
  readonly url: string
  /** What `Host` must say where the URL does not: the socket's file stands in place of a host. */
  readonly hostHeader: readonly Pair[]
  readonly tls: TlsOptions
  readonly proxy: ProxyOptions
  readonly addresses: AddressOptions
  readonly maxRedirects: number
  readonly auth: AuthOptions
  /** Of `--cookie`. */
  readonly headers: readonly Pair[]
}

/** Declares the options for TLS, proxies, addresses, redirects and credentials; the returned function reads them. */
export function declareReachOptions(command: Command): (url: string) => Reach {
  const collected: Collected = { caFiles: [], alpn: [], overrides: [], cookies: [] }
  declareTls(command, collected)
  declareWay(command, collected)
  return (url) => reachOf(url, command.opts<Values>(), collected)
}

/** An option that may be given several times, each time read at its place on the command line. */
export const repeated = (flags: string, description: string, read: (text: string) => void): Option =>
  new Option(flags, description).argParser(read)

function declareTls(command: Command, { caFiles, alpn }: Collected): void {
  command
    .option('--insecure', 'accept any certificate')
    .addOption(repeated('--ca <file>', 'trust the authorities of a PEM file, too', (file) => void caFiles.push(file)))
    .option('--cert <file>', 'show this client certificate (PEM) to a server that asks')
    .option('--key <file>', 'its key (PEM), if it is not in the same file')
    .option('--pfx <file>', 'client certificate and key in one PKCS #12 file')
    .option('--passphrase <text>', 'opens the key or the PKCS #12 file')
    .option('--servername <name>', 'name sent by SNI and looked for in the certificate')
    .option('--tls-min <version>', 'least TLS version, e.g. 1.3', tlsVersion('--tls-min'))
    .option('--tls-max <version>', 'highest TLS version', tlsVersion('--tls-max'))
    .addOption(repeated('--alpn <name>', 'offer this by ALPN (default: http/1.1)', (name) => void alpn.push(name)))
}

function declareWay(command: Command, { overrides, cookies }: Collected): void {
  command
    .option('--proxy <url>', 'go through http://, https:// or socks5://; none: no proxy (default: as the environment says)', readProxy)
    .option('--unix <path>', 'connect through this Unix socket; host and path of the URL go into the request')
    .option('-4, --ipv4', 'use IPv4 addresses only')
    .option('-6, --ipv6', 'use IPv6 addresses only')
    .addOption(repeated('--resolve <host:port:addr>', 'where a name leads', (text) => void overrides.push(readResolve(text))))
    .option('--max-redirects <n>', 'follow so many redirects', wholeNumber('--max-redirects', 0, 100), DEFAULT_SPEC.options.maxRedirects)
    .option('--user <name:password>', 'send an Authorization header (Basic)', readUser)
    .addOption(repeated('--cookie <name=value>', 'send a cookie', (text) => void cookies.push(text)))
}

function reachOf(url: string, values: Values, { caFiles, alpn, overrides, cookies }: Collected): Reach {
  const { tls, proxy } = DEFAULT_SPEC
  if (values.ipv4 && values.ipv6) throw invalid('-4 and -6 exclude each other.', 'Leave one out, or both for any address.')
  if (values.unix !== undefined && values.proxy?.mode === 'manual') {
    throw invalid('--unix and --proxy exclude each other: no proxy leads to a socket file.', 'Leave one out.')
  }
  const way = values.unix === undefined ? { url, hostHeader: [], auth: DEFAULT_SPEC.auth } : throughSocket(url, values.unix)
  const cookie = { name: 'Cookie', value: cookies.join('; '), enabled: true }
  return {
    url: way.url,
    hostHeader: way.hostHeader,
    tls: {
      verify: !values.insecure,
      caFiles,
      clientCertificate: {
        certFile: values.cert ?? '',
        keyFile: values.key ?? '',
        pfxFile: values.pfx ?? '',
        passphrase: values.passphrase ?? '',
      },
      servername: values.servername ?? '',
      minVersion: values.tlsMin ?? null,
      maxVersion: values.tlsMax ?? null,
      alpn: alpn.length > 0 ? alpn : tls.alpn,
    },
    proxy: values.proxy ?? proxy,
    addresses: { family: values.ipv4 ? 'ipv4' : values.ipv6 ? 'ipv6' : 'any', overrides },
    maxRedirects: values.maxRedirects,
    auth: values.user ?? way.auth,
    headers: cookies.length > 0 ? [cookie] : [],
  }
}

const invalid = (message: string, hint: string): AppError => new AppError('input.invalid', message, { hint })

/** @returns reads `1.2` and `TLSv1.2` alike @throws AppError 'input.invalid' */
export function tlsVersion(option: string): (text: string) => TlsVersion {
  return (text) => {
    const wanted = `TLSv${text.replace(/^tlsv?/i, '')}`.replace(/^TLSv1\.0$/, 'TLSv1')
    const version = TLS_VERSIONS.find((known) => known === wanted)
    if (version) return version
    throw invalid(`${option} takes 1.0, 1.1, 1.2 or 1.3; ${JSON.stringify(text)} is none.`, 'See sockscope connect --help.')
  }
}

/** An address is judged by the engine. */
export function readProxy(text: string): ProxyOptions {
  if (text === 'none' || text === 'system') return { mode: text, url: '' }
  return { mode: 'manual', url: text }
}

/** Reads `HOST:PORT:ADDRESS`, IPv6 with or without brackets, as curl does. @throws AppError 'input.invalid' */
export function readResolve(text: string): AddressOverride {
  const [, host = '', port = '', address = ''] = /^(\[.*\]|[^:[]+):(\d{1,5}):(.+)$/.exec(text) ?? []
  const number = Number(port)
  if (host !== '' && number >= 1 && number <= 65_535) {
    return { host: host.replace(/^\[(.*)\]$/, '$1'), port: number, address: address.replace(/^\[(.*)\]$/, '$1') }
  }
  throw invalid(`--resolve takes HOST:PORT:ADDRESS; ${JSON.stringify(text)} is none.`, 'For example --resolve example.com:443:192.0.2.7.')
}

/** @see RFC 7617 @throws AppError 'input.invalid' */
export function readUser(text: string): AuthOptions {
  const colon = text.indexOf(':')
  if (colon < 0)
    throw invalid('--user takes NAME:PASSWORD, with a colon between.', "A name without a password ends with the colon: 'name:'.")
  return { ...DEFAULT_SPEC.auth, kind: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) }
}
