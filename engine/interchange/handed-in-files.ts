import { AppError } from '#shared/errors.ts'
import { type CollectionPiece, MOST_COLLECTION_BYTES, MOST_COLLECTION_FILES } from '#shared/model/collection-import.ts'
import type { SourceFile } from './collections/source.ts'

/** Files of a collection that come piece by piece, within its limits. */
export class HandedInFiles {
  readonly #files = new Map<string, Uint8Array[]>()
  #sizeBytes = 0

  /** @throws AppError 'import.too-large' */
  add({ path, bytes }: CollectionPiece): void {
    const pieces = this.#files.get(path) ?? []
    this.#sizeBytes += bytes.length
    if (this.#sizeBytes > MOST_COLLECTION_BYTES) throw tooLarge(`It is larger than ${MOST_COLLECTION_BYTES / 1024 / 1024} MiB.`)
    pieces.push(bytes)
    this.#files.set(path, pieces)
    if (this.#files.size > MOST_COLLECTION_FILES) throw tooLarge(`There are more than ${MOST_COLLECTION_FILES} files.`)
  }

  texts(): SourceFile[] {
    return [...this.#files].map(([path, pieces]) => ({ path, text: new TextDecoder().decode(Buffer.concat(pieces)) }))
  }
}

const tooLarge = (message: string): AppError =>
  new AppError('import.too-large', message, { hint: 'Choose the folder of the collection alone, or export a part of it.' })
