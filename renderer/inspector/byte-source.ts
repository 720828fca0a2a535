import type { PayloadOf } from '#shared/contract.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { call } from '../host/session.ts'

/** Asked for at once: in the browser host a slice comes as base64 in JSON, and decoding a larger one would be felt. */
export const SLICE_BYTES = 1024 * 1024

/** Bytes of any length that a view looks at, wherever they are kept. */
export interface ByteSource {
  /** Tells one source from another; changes also when it grows. */
  readonly key: string
  /** In bytes. */
  readonly total: number
  /** The start, as far as it is at hand without asking. */
  readonly head: Uint8Array
  /** Bytes [first, first + count), fewer where they end. Rejects with AppError. */
  readonly read: (first: number, count: number) => Promise<Uint8Array>
  /** Where it stands in a capture; null for bytes that are only here. */
  readonly captured: CapturedPayload | null
}

/** A payload in a capture: of the message that a frame belongs to, or the frame's own. */
export interface CapturedPayload {
  readonly capture: CaptureId
  readonly seq: number
  readonly of: PayloadOf
}

/** A captured payload, read slice by slice. */
export function capturedSource({ capture, seq, of }: CapturedPayload, total: number, head: Uint8Array): ByteSource {
  return {
    key: `${capture}/${seq}/${of}/${total}`,
    total,
    head,
    captured: { capture, seq, of },
    read: async (first, count) => {
      const end = Math.min(first + count, total)
      if (end <= head.length) return head.subarray(first, end)
      const bytes = new Uint8Array(Math.max(0, end - first))
      for (let at = first; at < end; ) {
        const slice = await call('capture.payload', { capture, seq, of, first: at, count: Math.min(SLICE_BYTES, end - at) })
        if (slice.bytes.length === 0) return bytes.subarray(0, at - first)
        bytes.set(slice.bytes, at - first)
        at += slice.bytes.length
      }
      return bytes
    },
  }
}

/** Bytes that are in memory already. */
export const memorySource = (key: string, bytes: Uint8Array): ByteSource => ({
  key: `${key}/${bytes.length}`,
  total: bytes.length,
  head: bytes,
  captured: null,
  read: (first, count) => Promise.resolve(bytes.subarray(first, first + count)),
})

/** All of a source, slice after slice, for what need not be held as a whole. The next is asked for while one is worked on. */
export async function* slicesOf({ total, read }: ByteSource): AsyncGenerator<Uint8Array, void, undefined> {
  let next = read(0, SLICE_BYTES)
  for (let at = 0; at < total; ) {
    const slice = await next
    if (slice.length === 0) return
    at += slice.length
    if (at < total) {
      next = read(at, SLICE_BYTES)
      // Who stops in between never hears of it; who goes on gets the rejection above.
      next.catch(() => undefined)
    }
    yield slice
  }
}
