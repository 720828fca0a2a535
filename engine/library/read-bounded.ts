import { open } from 'node:fs/promises'
import { MAX_FILE_BYTES } from './file-kind.ts'

/** The bytes of a file, one more than the limit at most, however large it is or grows. */
export async function readBounded(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const bytes = new Uint8Array(Math.min(size, MAX_FILE_BYTES) + 1)
    let length = 0
    for (;;) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length)
      length += bytesRead
      if (bytesRead === 0 || length === bytes.length) break
    }
    return bytes.subarray(0, length)
  } finally {
    await handle.close()
  }
}
