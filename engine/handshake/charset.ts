import type { Buffer } from 'node:buffer'
import iconv from 'iconv-lite'

export interface MediaType {
  /** Lower case, without parameters; '' if there was none. */
  readonly essence: string
  /** Lower case; null if there is no such parameter. */
  readonly charset: string | null
}

/** @see RFC 9110 section 8.3.1 */
export function readMediaType(contentType: string): MediaType {
  const essence = /^[^;,\s]*/.exec(contentType)?.[0].toLowerCase() ?? ''
  const parameter = /;\s*charset\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+))/i.exec(contentType)
  const charset = parameter?.[1]?.replace(/\\(.)/g, '$1') ?? parameter?.[2] ?? ''
  return { essence, charset: charset.trim() === '' ? null : charset.trim().toLowerCase() }
}

const TEXT_TYPE =
  /^text\/|[/+](?:json|xml|yaml|html|x-yaml)$|^application\/(?:json5|x-ndjson|jsonlines|javascript|ecmascript|x-javascript|graphql|toml|x-www-form-urlencoded|sql|x-sh)$/
const BINARY_TYPE = /^(?:image|audio|video|font)\/|^application\/(?:zip|gzip|pdf|wasm|x-protobuf|protobuf|cbor|msgpack)$/

export interface DecodedText {
  readonly text: string
  readonly charset: string
}

/**
 * Decodes a body, or answers null where it is not text. The charset is that of `Content-Type`, else of a byte order mark,
 * else what an HTML `meta` or an XML declaration says, else UTF-8, else (where the bytes are not UTF-8) windows-1252.
 *
 * @param isWhole false where the bytes may end inside a character
 */
export function decodeText(bytes: Buffer, type: MediaType, isWhole: boolean): DecodedText | null {
  const isTextType = TEXT_TYPE.test(type.essence)
  if (BINARY_TYPE.test(type.essence) && !isTextType) return null
  const declared = type.charset === null ? null : decodeAs(bytes, type.charset, isWhole)
  if (declared !== null) return declared
  const mark = markOf(bytes)
  if (mark !== null) return decodeAs(bytes, mark, isWhole)
  const within = isTextType ? declarationIn(bytes) : null
  const found = within === null ? null : decodeAs(bytes, within, isWhole)
  if (found !== null) return found
  const unicode = strictUtf8(bytes, isWhole)
  // Without a type that says text, only what reads cleanly is taken for it.
  if (unicode !== null && (isTextType || !hasControls(unicode))) return { text: unicode, charset: 'utf-8' }
  return isTextType ? decodeAs(bytes, 'windows-1252', isWhole) : null
}

/** Null for a charset nobody knows. */
function decodeAs(bytes: Buffer, label: string, isWhole: boolean): DecodedText | null {
  // The Encoding Standard takes 'utf-16' for little endian; a byte order mark knows better.
  const name = label === 'utf-16' ? (markOf(bytes) ?? 'utf-16le') : label
  try {
    const decoder = new TextDecoder(name)
    return { text: decoder.decode(bytes, { stream: !isWhole }), charset: decoder.encoding }
  } catch {
    // Not in the Encoding Standard: UTF-32, IBM code pages and the like.
    return iconv.encodingExists(name) ? { text: iconv.decode(bytes, name), charset: name } : null
  }
}

function markOf(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/** What the text says of itself in its first 1,024 bytes, as the HTML Standard's prescan and XML 1.0 section 4.3.3 have it. */
function declarationIn(bytes: Buffer): string | null {
  const beginning = bytes.toString('latin1', 0, 1024)
  const found =
    /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(beginning)?.[1] ??
    /<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(beginning)?.[1] ??
    null
  if (found === null) return null
  // A declaration that can be read as ASCII cannot stand in UTF-16.
  return /^utf-?16/i.test(found) ? 'utf-8' : found.toLowerCase()
}

function strictUtf8(bytes: Buffer, isWhole: boolean): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole })
  } catch {
    return null
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells bytes from text
const hasControls = (text: string): boolean => /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text)
