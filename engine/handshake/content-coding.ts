import { Buffer } from 'node:buffer'
import type { Transform } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { MAX_BODY_BYTES } from './body-framing.ts'

/** Nobody applies more; a hostile server could have thousands undone. */
const MOST_CODINGS = 4

export interface DecodedContent {
  readonly bytes: Buffer
  /** More would have come than the 1 MiB that is kept, or the coded bytes end too early or are damaged. */
  readonly truncated: boolean
}

/**
 * Undoes content codings, last first, with a bound on what comes out.
 *
 * @param codings as in `Content-Encoding`, in the order they were applied
 * @returns null where a coding is unknown, there are more than four, or nothing could be decoded
 * @see RFC 9110 section 8.4.1
 */
export async function decodeContent(bytes: Buffer, codings: readonly string[]): Promise<DecodedContent | null> {
  if (codings.length > MOST_CODINGS) return null
  let content: DecodedContent = { bytes, truncated: false }
  for (const coding of codings.toReversed()) {
    if (coding.toLowerCase() === 'identity') continue
    const decoder = decoderOf(coding.toLowerCase(), content.bytes)
    if (decoder === null) return null
    const decoded = await runBounded(decoder, content.bytes)
    if (decoded.bytes.length === 0 && decoded.truncated && content.bytes.length > 0) return null
    content = { bytes: decoded.bytes, truncated: content.truncated || decoded.truncated }
  }
  return content
}

function decoderOf(coding: string, bytes: Buffer): Transform | null {
  // Of a body cut short, what can be decoded is decoded: hence the sync flush in place of the finish.
  const options = { finishFlush: constants.Z_SYNC_FLUSH }
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(options)
    case 'deflate':
      // Meant is the zlib format; some servers send raw DEFLATE, as RFC 9110 section 8.4.1.2 notes.
      return looksLikeZlib(bytes) ? createInflate(options) : createInflateRaw(options)
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH })
    default:
      return null
  }
}

/** @see RFC 1950 section 2.2: method 8, and a header that is a multiple of 31 */
function looksLikeZlib(bytes: Buffer): boolean {
  return bytes.length < 2 || (((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0)
}

function runBounded(decoder: Transform, bytes: Buffer): Promise<DecodedContent> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const settle = (truncated: boolean): void => {
      decoder.removeAllListeners('data')
      resolve({ bytes: Buffer.concat(parts), truncated })
      decoder.destroy()
    }
    decoder.on('data', (part: Buffer) => {
      const kept = part.subarray(0, MAX_BODY_BYTES - size)
      parts.push(kept)
      size += kept.length
      if (kept.length < part.length) settle(true)
    })
    decoder.on('end', () => settle(false))
    decoder.on('error', () => settle(true))
    decoder.end(bytes)
  })
}
