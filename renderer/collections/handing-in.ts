import type { CollectionPiece, CollectionPreview } from '#shared/model/collection-import.ts'
import { IMPORT_PIECE_BYTES } from '#shared/model/export.ts'
import { call } from '../host/session.ts'
import type { ChosenFile } from './chosen-files.ts'

/** Hands files to the engine and has them read. @param onProgress told the share that was handed in, 0 to 1 */
export async function readFiles(files: readonly ChosenFile[], onProgress: (share: number) => void): Promise<CollectionPreview> {
  const total = files.reduce((sum, { file }) => sum + file.size, 0)
  const { id } = await call('collection.begin', null)
  let done = 0
  let waiting: CollectionPiece[] = []
  let waitingBytes = 0
  const flush = async (): Promise<void> => {
    await call('collection.write', { id, pieces: waiting })
    done += waitingBytes
    waiting = []
    waitingBytes = 0
    onProgress(total === 0 ? 1 : done / total)
  }
  try {
    for (const { path, file } of files) {
      for (let start = 0; start === 0 || start < file.size; start += IMPORT_PIECE_BYTES) {
        const bytes = new Uint8Array(await file.slice(start, start + IMPORT_PIECE_BYTES).arrayBuffer())
        if (waitingBytes + bytes.length > IMPORT_PIECE_BYTES) await flush()
        waiting.push({ path, bytes })
        waitingBytes += bytes.length
      }
    }
    await flush()
    return await call('collection.read', { id })
  } catch (error) {
    await call('collection.forget', { id })
    throw error
  }
}
