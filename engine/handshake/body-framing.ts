import { Buffer } from 'node:buffer'
import type { RawHeader } from '#shared/model/handshake.ts'
import { listOf } from './headers.ts'

export const MAX_BODY_BYTES = 1024 * 1024
/** A chunk's size line with its extensions. */
const MAX_CHUNK_LINE_BYTES = 4096

/** Takes the bytes after a head and keeps those that are the body, at most 1 MiB. */
export interface BodyReader {
  /** @returns true when nothing more is wanted: the body is complete, broken or too long */
  readonly read: (bytes: Uint8Array) => boolean
  /** Call it when the connection ended: for some bodies this is how they end. */
  readonly end: () => void
  /** The body so far; truncated unless its end was seen. */
  readonly result: () => { readonly bytes: Buffer; readonly truncated: boolean }
}

/**
 * Chooses how the body ends: after nothing, after so many bytes, after the last chunk, or with the connection.
 *
 * @see RFC 9112 section 6.3, Message Body Length
 */
export function createBodyReader(status: number, headers: readonly RawHeader[]): BodyReader {
  if (status === 204 || status === 304) return createReader(untilLength(0))
  const codings = listOf(headers, 'Transfer-Encoding').map((coding) => coding.toLowerCase())
  if (codings.length > 0) return createReader(codings.at(-1) === 'chunked' ? untilLastChunk() : untilClose())
  const lengths = new Set(listOf(headers, 'Content-Length'))
  const [length] = lengths
  if (lengths.size === 1 && length !== undefined && /^\d{1,15}$/.test(length)) return createReader(untilLength(Number(length)))
  // No length, or several that disagree: all there is, is the body.
  return createReader(untilClose())
}

/** Passes the body's bytes of a chunk on; true when the body is over. */
interface Framing {
  readonly split: (bytes: Uint8Array, keep: (part: Uint8Array) => void) => 'more' | 'complete' | 'broken'
  readonly isEndedByClose: boolean
}

function createReader(framing: Framing): BodyReader {
  // One store that grows, for a million chunks of one byte must not become a million buffers.
  let store = Buffer.alloc(4096)
  let size = 0
  let state: ReturnType<Framing['split']> = framing.split(new Uint8Array(0), () => undefined)

  function keep(part: Uint8Array): void {
    const kept = part.subarray(0, MAX_BODY_BYTES - size)
    if (size + kept.length > store.length) {
      const larger = Buffer.alloc(Math.min(MAX_BODY_BYTES, Math.max(store.length * 2, size + kept.length)))
      store.copy(larger, 0, 0, size)
      store = larger
    }
    store.set(kept, size)
    size += kept.length
    if (kept.length < part.length) state = 'broken'
  }

  return {
    read(bytes) {
      if (state !== 'more') return true
      const next = framing.split(bytes, keep)
      // keep() may have found the limit meanwhile, which the compiler cannot see.
      if ((state as string) === 'more') state = next
      return state !== 'more'
    },
    end() {
      if (state === 'more') state = framing.isEndedByClose ? 'complete' : 'broken'
    },
    result: () => ({ bytes: store.subarray(0, size), truncated: state !== 'complete' }),
  }
}

function untilLength(length: number): Framing {
  let left = length
  return {
    isEndedByClose: false,
    split(bytes, keep) {
      const part = bytes.subarray(0, left)
      left -= part.length
      keep(part)
      return left === 0 ? 'complete' : 'more'
    },
  }
}

function untilClose(): Framing {
  return {
    isEndedByClose: true,
    split(bytes, keep) {
      keep(bytes)
      return 'more'
    },
  }
}

/** @see RFC 9112 section 7.1, Chunked Transfer Coding. Chunk extensions and trailers are read over. */
function untilLastChunk(): Framing {
  let line = ''
  let left = 0
  let expects: 'size' | 'data' | 'line-end' = 'size'

  /** Reads a line up to its LF from `at`; the index after it, or -1 if it is not complete. */
  function readLine(bytes: Uint8Array, at: number): number {
    const end = bytes.indexOf(10, at)
    line += Buffer.from(bytes.subarray(at, end === -1 ? bytes.length : end)).toString('latin1')
    return end === -1 ? -1 : end + 1
  }

  return {
    isEndedByClose: false,
    split(bytes, keep) {
      let at = 0
      while (at < bytes.length) {
        if (expects === 'data') {
          const part = bytes.subarray(at, at + left)
          keep(part)
          at += part.length
          left -= part.length
          if (left === 0) expects = 'line-end'
          continue
        }
        at = readLine(bytes, at)
        if (line.length > MAX_CHUNK_LINE_BYTES) return 'broken'
        if (at === -1) return 'more'
        const size = expects === 'size' ? /^[ \t]*([0-9a-f]{1,12})[ \t]*(?:;|\r?$)/i.exec(line)?.[1] : ''
        if (size === undefined || (expects === 'line-end' && !/^\r?$/.test(line))) return 'broken'
        line = ''
        if (expects === 'line-end') expects = 'size'
        else {
          left = Number.parseInt(size, 16)
          if (left === 0) return 'complete'
          expects = 'data'
        }
      }
      return 'more'
    },
  }
}
