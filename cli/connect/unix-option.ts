import { AppError } from '#shared/errors.ts'
import { type AuthOptions, DEFAULT_SPEC, type Pair } from '#shared/model/spec.ts'

/** What `--unix` makes of a URL: the socket's file in its place, its host in a header, its user in the credentials. */
export interface ThroughSocket {
  readonly url: string
  /** `Host`, or nothing. */
  readonly hostHeader: readonly Pair[]
  readonly auth: AuthOptions
}

/**
 * Puts a Unix socket below a `ws:` or `http:` URL. A URL that the engine refuses is left as it is, for it to say why.
 *
 * @param path of the socket's file, as it would be opened
 * @throws AppError 'input.invalid' for no path; 'url.scheme' for `wss:` and for a URL that names a socket itself
 */
export function throughSocket(urlText: string, path: string): ThroughSocket {
  const text = urlText.trim()
  if (path === '' || path.includes('\0')) {
    throw new AppError('input.invalid', '--unix takes the path of a socket file.', { hint: 'For example --unix /run/app.sock.' })
  }
  if (/^ws\+unix:/i.test(text)) {
    throw new AppError('url.scheme', 'The URL names a socket file already, and so does --unix.', {
      hint: 'Leave --unix out, or write the URL as ws://HOST/PATH.',
    })
  }
  if (/^(?:wss|https):/i.test(text)) {
    throw new AppError('url.scheme', 'Sockscope speaks no TLS through a Unix socket: the bytes do not leave this machine.', {
      hint: 'Write ws:// in place of wss://.',
    })
  }
  if (!/^(?:ws|http):/i.test(text) || /[\t\r\n#]/.test(text) || !URL.canParse(text)) {
    return { url: urlText, hostHeader: [], auth: DEFAULT_SPEC.auth }
  }
  const url = new URL(text)
  return {
    url: `ws+unix:${encoded(path)}:${url.pathname}${url.href.endsWith('?') ? '?' : url.search}`,
    hostHeader: [{ name: 'Host', value: url.host, enabled: true }],
    auth: authOf(url),
  }
}

/** What would end the path within the URL is written as %XX. Several slashes in front are one, and would be cut off there. */
const encoded = (path: string): string => path.replace(/^\/+/, '/').split('/').map(encodeURIComponent).join('/')

function authOf({ username, password }: URL): AuthOptions {
  if (username === '' && password === '') return DEFAULT_SPEC.auth
  return { ...DEFAULT_SPEC.auth, kind: 'basic', username: decoded(username), password: decoded(password) }
}

/** As the engine reads it: as written where it is not well-formed percent-encoding. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
