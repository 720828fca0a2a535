import { open, stat } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'

export const IMPORT_KINDS = ['connections', 'captures'] as const
/** What is made of a file: connections for the library, or captures of what crossed. */
export type ImportKind = (typeof IMPORT_KINDS)[number]

const BEGINNING_BYTES = 4_096
/** pcap in both byte orders and resolutions, and pcapng. */
const PACKETS = ['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1', '0a0d0d0a']

/**
 * Captures out of packets, records, `.sockscope` and HAR; connections out of everything else, and of folders. A HAR can be both: --as says.
 * @throws AppError 'import.unreadable' for what cannot be read
 */
export async function importKindOf(path: string): Promise<ImportKind> {
  try {
    if ((await stat(path)).isDirectory()) return 'connections'
    const file = await open(path, 'r')
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0)
      return isOfCapture(buffer.subarray(0, bytesRead)) ? 'captures' : 'connections'
    } finally {
      await file.close()
    }
  } catch (error) {
    throw new AppError('import.unreadable', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

function isOfCapture(beginning: Buffer): boolean {
  const text = beginning
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (PACKETS.includes(beginning.toString('hex', 0, 4)) || text.startsWith('SQLite format 3\0')) return true
  return /^\{\s*"type"\s*:\s*"(?:handshake|frame|message|close|error)"/.test(text) || /^\{\s*"log"\s*:/.test(text)
}
