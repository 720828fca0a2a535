import type { Socket } from 'node:net'
import type { RequestHead } from './request-head.ts'

/** One TCP connection after its request's head was read: what a behaviour gets to answer with. */
export interface Exchange {
  /** Plain or TLS. Errors are dealt with by the server. */
  readonly socket: Socket
  readonly request: RequestHead
  /** The target's path, as sent. */
  readonly path: string
  readonly query: URLSearchParams
  /** What the behaviour's pattern captured. */
  readonly captured: readonly string[]
  /** Bytes that came after the head; a behaviour that goes on reading begins with them. */
  readonly leftover: Buffer
  /** Ends TCP with a RST, also below TLS. */
  readonly reset: () => void
}

/** A path of the demo server. */
export interface Behaviour {
  /** A path that works as it stands; what may be varied is said in `about`. */
  readonly path: string
  /** One line for people who read the list. */
  readonly about: string
  /** Matched against the whole path, without the query. */
  readonly pattern: RegExp
  readonly handle: (exchange: Exchange) => void
}

/** Runs `action` once after `ms`, unless the socket closes before. */
export function later(socket: Socket, ms: number, action: () => void): void {
  const timer = setTimeout(action, ms)
  socket.once('close', () => clearTimeout(timer))
}

/** Runs `action` each `ms` until the socket closes or the returned function is called. */
export function every(socket: Socket, ms: number, action: () => void): () => void {
  const timer = setInterval(action, ms)
  const stop = (): void => clearInterval(timer)
  socket.once('close', stop)
  return stop
}

/** A number from the query, bounded; `fallback` if it is missing or no number. */
export function numberFrom(query: URLSearchParams, name: string, fallback: number, least: number, most: number): number {
  const text = query.get(name)
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : fallback
}
