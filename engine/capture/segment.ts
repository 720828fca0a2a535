import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import type { SealedRows } from './sealed-rows.ts'
import { unreadable } from './unreadable.ts'

/** Bytes in one row of the table `chunk`. Small, because a preview of a few bytes reads, and checks, a whole chunk. */
export const CHUNK_BYTES = 16 * 1024

/** The bytes of a capture, one after the other, as batches name them by offset. */
export interface Segment {
  /** Its file, if it has one of its own that another thread may read. */
  readonly path: string | null
  readonly sizeBytes: number
  /** @throws AppError 'capture.unreadable' if the range is not wholly within the segment */
  readonly read: (offset: number, length: number) => Uint8Array
  readonly close: () => void
}

export interface WritableSegment extends Segment {
  /** Appends one after the other, all or nothing. @throws the file system's error */
  readonly append: (parts: readonly Uint8Array[]) => void
}

/** A live capture's segment: a file that grows. `follow` reads one that is written to elsewhere. */
export function fileSegment(path: string, mode: 'create' | 'read' | 'follow'): WritableSegment {
  const file = openSync(path, mode === 'create' ? 'wx+' : 'r', 0o600)
  let sizeBytes = fstatSync(file).size
  const sizeNow = () => {
    if (mode === 'follow') sizeBytes = fstatSync(file).size
    return sizeBytes
  }
  return {
    path,
    get sizeBytes() {
      return sizeNow()
    },
    append: (parts) => {
      let end = sizeBytes
      try {
        for (const bytes of parts) {
          for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, end + done)
          end += bytes.length
        }
      } catch (error) {
        ftruncateSync(file, sizeBytes)
        throw error
      }
      sizeBytes = end
    },
    read: (offset, length) => {
      assertWithin(offset, length, offset + length <= sizeBytes ? sizeBytes : sizeNow())
      const bytes = new Uint8Array(length)
      for (let done = 0; done < length; ) {
        const got = readSync(file, bytes, done, length - done, offset + done)
        if (got === 0) throw unreadable('its segment file was cut off')
        done += got
      }
      return bytes
    },
    close: () => closeSync(file),
  }
}

/** A saved capture's segment: rows of the table `chunk`, all CHUNK_BYTES long but the last. */
export function chunkSegment(rows: SealedRows, sizeBytes: number): Segment {
  let cached: { readonly number: number; readonly bytes: Uint8Array } | null = null
  const chunk = (number: number): Uint8Array => {
    if (cached?.number === number) return cached.bytes
    const bytes = rows.read('chunk', number)
    const expected = Math.min(CHUNK_BYTES, sizeBytes - number * CHUNK_BYTES)
    if (bytes?.length !== expected) throw unreadable('a part of its bytes is missing')
    cached = { number, bytes }
    return bytes
  }
  return {
    path: null,
    sizeBytes,
    read: (offset, length) => {
      assertWithin(offset, length, sizeBytes)
      const bytes = new Uint8Array(length)
      for (let done = 0; done < length; ) {
        const at = offset + done
        const number = Math.floor(at / CHUNK_BYTES)
        const start = at - number * CHUNK_BYTES
        const part = chunk(number).subarray(start, start + length - done)
        bytes.set(part, done)
        done += part.length
      }
      return bytes
    },
    close: () => undefined,
  }
}

function assertWithin(offset: number, length: number, sizeBytes: number): void {
  if (offset < 0 || length < 0 || offset + length > sizeBytes) throw unreadable('a record points outside its bytes')
}
