import { toBase64 } from '#shared/text/base64.ts'
import { notify, notifyFailure } from '../notices/notices-store.ts'
import { copyText } from '../ui/copy-text.ts'
import { formatBytes } from '../ui/format.ts'
import type { MenuItem } from '../ui/Menu.tsx'
import type { ByteSource } from './byte-source.ts'
import { cArrayLines, cArrayText, hexText } from './hex/hex-format.ts'
import { decodeUtf8 } from './text/payload-text.ts'
import { inTurns } from './turns.ts'

/** What still fits on a clipboard without the window, or the one pasted into, standing still. */
export const MOST_COPIED_BYTES = 16 * 1024 * 1024
/** Written between two looks at the clock. */
const CHUNK_BYTES = 192 * 1024

interface CopiedRange {
  readonly first: number
  readonly count: number
  /** Of a C array: letters, digits and '_'. */
  readonly name: string
}

/** Puts bytes on the clipboard in each of several forms. `text` gives the inspector's texts. */
export function copyItems(
  text: (key: string, values?: Record<string, unknown>) => string,
  source: ByteSource,
  { first, count, name }: CopiedRange,
): readonly MenuItem[] {
  const item = (key: string, write: (bytes: Uint8Array) => string | Promise<string>): MenuItem => ({
    kind: 'item',
    text: text(key),
    isDisabled: count === 0 || count > MOST_COPIED_BYTES,
    run: () => {
      const copied = source.read(first, count).then(async (bytes) => {
        await copyText(await write(bytes))
        notify(text('copied', { size: formatBytes(bytes.length) }))
      })
      copied.catch(notifyFailure)
    },
  })
  return [
    item('copyText', (bytes) => decodeUtf8(bytes).text),
    item('copyHex', (bytes) => chunked(bytes, hexText, ' ')),
    // 192 KiB are a multiple of three and of twelve: what is written of the parts joins to that of the whole.
    item('copyBase64', (bytes) => chunked(bytes, toBase64, '')),
    item('copyC', async (bytes) => cArrayText(await chunked(bytes, cArrayLines, ''), bytes.length, name)),
  ]
}

async function chunked(bytes: Uint8Array, write: (chunk: Uint8Array) => string, separator: string): Promise<string> {
  const parts: string[] = []
  await inTurns(function* () {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      parts.push(write(bytes.subarray(at, at + CHUNK_BYTES)))
      yield
    }
  })
  return parts.join(separator)
}
