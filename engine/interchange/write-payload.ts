import { open, rm } from 'node:fs/promises'
import type { PayloadOf } from '#shared/contract.ts'
import type { CaptureReader } from '../capture/capture.ts'

/** Held at a time, whatever the length of the payload. */
const SLICE_BYTES = 4 * 1024 * 1024

/** Which payload: of the message that a frame belongs to, or the frame's own. */
export interface PayloadPlace {
  readonly seq: number
  readonly of: PayloadOf
}

/** Writes a payload into a new file at `path`, slice by slice; what was written is removed if it fails. @throws AppError of reading; errors of the disk */
export async function writePayload(reader: CaptureReader, { seq, of }: PayloadPlace, path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    for (let at = 0; ; ) {
      const { bytes, total } = await reader.payload(seq, of, at, SLICE_BYTES)
      await file.writeFile(bytes)
      at += bytes.length
      if (at >= total || bytes.length === 0) return
    }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
}
