import { type ByteSource, slicesOf } from '../byte-source.ts'

/** As DecompressionStream names them, which does the work. */
export const PACKINGS = ['gzip', 'deflate', 'deflate-raw'] as const
export type Packing = (typeof PACKINGS)[number]

/** Kept of what comes out; a few bytes can stand for gigabytes. */
export const MOST_UNPACKED_BYTES = 64 * 1024 * 1024

export interface Unpacked {
  readonly bytes: Uint8Array
  /** 'cut': there is more than is kept. 'damaged': the packed bytes are wrong, or end too early; what came out before is here. */
  readonly state: 'whole' | 'cut' | 'damaged'
}

/**
 * Unpacks a payload slice by slice, as far as the limit. Rejects with AppError if the payload cannot be read.
 *
 * @param onProgress told how many bytes have come out
 * @returns null if `signal` was aborted
 * @see RFC 1950 (deflate, with zlib's frame), RFC 1951 (deflate-raw), RFC 1952 (gzip)
 */
export async function unpack(
  source: ByteSource,
  packing: Packing,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<Unpacked | null> {
  const stream = new DecompressionStream(packing)
  const reader = stream.readable.getReader()
  const feeding = feed(stream.writable.getWriter(), source, signal)
  const chunks: Uint8Array[] = []
  let [length, state] = [0, 'whole' as Unpacked['state']]
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done || signal.aborted) break
      chunks.push(value.subarray(0, MOST_UNPACKED_BYTES - length))
      length = Math.min(MOST_UNPACKED_BYTES, length + value.length)
      onProgress(length)
      if (length === MOST_UNPACKED_BYTES) {
        state = 'cut'
        break
      }
    }
  } catch {
    // What the stream complains of differs between engines; that it complains is all there is to say.
    state = 'damaged'
  }
  // Nothing is read any more: what still waits to be written is given up.
  await reader.cancel().catch(() => undefined)
  const failure = await feeding
  if (failure !== null) throw failure.error
  return signal.aborted ? null : { bytes: joined(chunks, length), state }
}

/** Writes the payload into the stream, as fast as it takes it. Resolves with the error if the payload could not be read. */
async function feed(
  writer: WritableStreamDefaultWriter<BufferSource>,
  source: ByteSource,
  signal: AbortSignal,
): Promise<{ readonly error: unknown } | null> {
  const slices = slicesOf(source)
  for (;;) {
    let slice: Uint8Array | undefined
    try {
      slice = (await slices.next()).value ?? undefined
    } catch (error) {
      await writer.abort(error).catch(() => undefined)
      return { error }
    }
    try {
      if (slice === undefined || signal.aborted) {
        await writer.close()
        return null
      }
      await writer.write(slice.slice())
    } catch {
      // The reading side has told of it already, or has seen enough.
      return null
    }
  }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
