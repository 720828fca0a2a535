import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Who may come in: programs of this person on this machine that know the token of this launch. */
export interface Gate {
  /** The secret of this launch; stands in the printed address only. */
  readonly token: string
  /** False for a name that some DNS server pointed at this machine (DNS rebinding). */
  readonly isOurHost: (request: IncomingMessage) => boolean
  /** True if the request comes from a page of ours; a browser says where a WebSocket is opened from, and cannot lie. */
  readonly isOurOrigin: (request: IncomingMessage) => boolean
  readonly isToken: (token: string) => boolean
  readonly hasCookie: (request: IncomingMessage) => boolean
  /** The `Set-Cookie` that lets a browser in from now on. */
  readonly cookie: string
}

/** @param port of 127.0.0.1; part of the cookie's name, because cookies do not tell ports apart and several launches may live side by side */
export function createGate(port: number): Gate {
  const token = randomBytes(32).toString('base64url')
  const cookieName = `sockscope-${port}`
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  const isToken = (given: string): boolean => timingSafeEqual(digest(given), digest(token))
  return {
    token,
    isToken,
    isOurHost: ({ headers }) => hosts.includes((headers.host ?? '').toLowerCase()),
    isOurOrigin: ({ headers }) => headers.origin === `http://${headers.host?.toLowerCase()}`,
    hasCookie: ({ headers }) => cookiesNamed(cookieName, headers.cookie ?? '').some(isToken),
    cookie: `${cookieName}=${token}; Path=/; HttpOnly; SameSite=Strict`,
  }
}

/** Equal lengths for the comparison, whatever was given. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function cookiesNamed(name: string, header: string): string[] {
  const pairs = header.split(';').map((pair) => pair.trim())
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1))
}
