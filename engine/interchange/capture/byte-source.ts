import type { FileHandle } from 'node:fs/promises'

const READ_BYTES = 1024 * 1024

/** Reads a file from front to back, in pieces as they are asked for. */
export class ByteSource {
  readonly #file: FileHandle
  #rest: Buffer = Buffer.alloc(0)
  #position = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  /** The next `count` bytes; fewer at the end of the file. */
  async take(count: number): Promise<Buffer> {
    const parts = [this.#rest]
    let bytes = this.#rest.length
    while (bytes < count) {
      const room = Buffer.allocUnsafe(Math.max(READ_BYTES, count - bytes))
      const { bytesRead } = await this.#file.read(room, 0, room.length, this.#position)
      if (bytesRead === 0) break
      this.#position += bytesRead
      parts.push(room.subarray(0, bytesRead))
      bytes += bytesRead
    }
    const whole = parts.length === 1 ? this.#rest : Buffer.concat(parts)
    this.#rest = whole.subarray(Math.min(count, whole.length))
    return whole.subarray(0, count)
  }

  /** Pieces of any length, until the file ends. */
  async *pieces(): AsyncGenerator<Buffer> {
    for (let piece = await this.take(READ_BYTES); piece.length > 0; piece = await this.take(READ_BYTES)) yield piece
  }
}
