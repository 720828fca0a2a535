import type { FrameRow } from '#shared/model/frame.ts'

export type Preview = Pick<FrameRow, 'preview' | 'previewKind'>

/** Length of a preview at most, in UTF-16 units. */
const PREVIEW_CHARACTERS = 256
const PREVIEW_HEX_BYTES = 48

/** As many bytes of a payload as any preview looks at: a UTF-16 unit takes at most three bytes of UTF-8, and none may be cut at the end. */
export const PREVIEW_BYTES = 1024

const EMPTY: Preview = { preview: '', previewKind: 'empty' }
const tolerant = new TextDecoder('utf-8', { ignoreBOM: true })

/** Text as it is, control characters included (who shows it escapes them); bytes that are not UTF-8 become U+FFFD. */
export function textPreview(bytes: Uint8Array): Preview {
  if (bytes.length === 0) return EMPTY
  return { preview: cut(tolerant.decode(bytes.subarray(0, PREVIEW_BYTES))), previewKind: 'text' }
}

/** The first 48 bytes as '68 65 6c'. */
export function hexPreview(bytes: Uint8Array): Preview {
  if (bytes.length === 0) return EMPTY
  const pairs = Array.from(bytes.subarray(0, PREVIEW_HEX_BYTES), (byte) => byte.toString(16).padStart(2, '0'))
  return { preview: pairs.join(' '), previewKind: 'hex' }
}

/** A close frame's code and reason (RFC 6455 section 5.5.1); a body of one byte has no code. */
export function closePreview(bytes: Uint8Array): Preview {
  const [high, low] = bytes
  if (high === undefined || low === undefined) return hexPreview(bytes)
  const code = high * 256 + low
  const reason = tolerant.decode(bytes.subarray(2, PREVIEW_BYTES))
  return { preview: cut(reason === '' ? `${code}` : `${code} ${reason}`), previewKind: 'close' }
}

/** A ping's or pong's payload: text if it is printable UTF-8, else hex. */
export function controlPreview(bytes: Uint8Array): Preview {
  return isPrintable(bytes.subarray(0, PREVIEW_BYTES), bytes.length >= PREVIEW_BYTES) ? textPreview(bytes) : hexPreview(bytes)
}

function isPrintable(bytes: Uint8Array, isCut: boolean): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut })
    return !/\p{Cc}/u.test(text)
  } catch {
    return false
  }
}

/** The first 256 units, not ending in half a surrogate pair. */
function cut(text: string): string {
  const last = text.charCodeAt(PREVIEW_CHARACTERS - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? PREVIEW_CHARACTERS - 1 : PREVIEW_CHARACTERS)
}
