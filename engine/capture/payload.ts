import type { CaptureContent, StoredFrame, StoredMessage } from './capture-content.ts'
import { unreadable } from './unreadable.ts'

/** Bytes of a frame or message, read by slice. `first` + `count` must lie within the total. */
export interface Payload {
  readonly total: number
  readonly read: (first: number, count: number) => Uint8Array
}

/** A frame's payload as far as it was received, unmasked (RFC 6455 section 5.3). */
export function framePayload(content: CaptureContent, { facts, offset, storedLength }: StoredFrame): Payload {
  // A frame may end inside its header.
  const headerLength = Math.min(facts.headerLength, storedLength)
  const total = storedLength - headerLength
  return {
    total,
    read: (first, count) => {
      const bytes = content.segment.read(offset + headerLength + first, count)
      if (facts.maskKey !== null) unmask(bytes, Number.parseInt(facts.maskKey, 16), first)
      return bytes
    },
  }
}

/**
 * A message's payload: its inflated data, or its frames' payloads one after the other.
 *
 * @param most frames of the capture that are looked at to find them; beyond, `read` answers with fewer bytes
 */
export function messagePayload(content: CaptureContent, { facts, dataOffset }: StoredMessage, most?: number): Payload {
  const total = facts.length
  if (dataOffset !== null) return { total, read: (first, count) => content.segment.read(dataOffset + first, count) }
  return {
    total,
    read: (first, count) => {
      const bytes = new Uint8Array(count)
      let [at, done] = [0, 0]
      for (const frame of content.framesOf(facts, most)) {
        const payload = framePayload(content, frame)
        const skipped = Math.max(0, first + done - at)
        if (done < count && skipped < payload.total) {
          const part = payload.read(skipped, Math.min(payload.total - skipped, count - done))
          bytes.set(part, done)
          done += part.length
        }
        at += payload.total
        if (done === count) break
      }
      if (done < count && most === undefined) throw unreadable('frames of a message are missing')
      return bytes.subarray(0, done)
    },
  }
}

/** In place; `position` is that of the first byte in the payload. */
function unmask(bytes: Uint8Array, key: number, position: number): void {
  const octets = [(key >>> 24) & 0xff, (key >>> 16) & 0xff, (key >>> 8) & 0xff, key & 0xff]
  for (let index = 0; index < bytes.length; index++) bytes[index] = (bytes[index] ?? 0) ^ (octets[(position + index) & 3] ?? 0)
}
