import { type ByteSource, memorySource } from './byte-source.ts'
import { type ContentFormat, FORMATS } from './content/content-formats.ts'
import { detectFormat } from './content/detect-content.ts'
import { type JsonResult, readJson } from './json/json-reader.ts'
import { decodeUtf8 } from './text/payload-text.ts'
import { VIEWS, type Viewed } from './views.ts'

/** Bytes to be looked at, and what they are. */
export interface Payload {
  readonly source: ByteSource
  readonly format: ContentFormat
  /** Of a payload that is whole in the source's head and begins like an object or array; null for others, which are read when they are looked at. */
  readonly json: JsonResult | null
  /** Of a file or a C array that holds it; letters, digits and '-'. */
  readonly name: string
}

/** Finds out what bytes are. `isText`: the sender said so. */
export async function readAsPayload(source: ByteSource, name: string, isText: boolean): Promise<Payload> {
  const { head, total } = source
  const json = head.length === total && beginsLikeJson(head) ? await readJson(decodeUtf8(head).text) : null
  const isJson = json !== null && 'document' in json
  return { source, name, json, format: isJson ? FORMATS.json : FORMATS[detectFormat(head, isText)] }
}

/** Bytes that came out of a payload. */
export const unpackedPayload = (key: string, bytes: Uint8Array, name: string): Promise<Payload> =>
  readAsPayload(memorySource(key, bytes), name, false)

/** The payload as the choice of a view sees it; bytes that are no frame have no bits to draw. */
export const viewedOf = ({ source, format }: Payload): Viewed => ({
  key: source.key,
  kind: format.kind,
  views: VIEWS.filter((view) => view !== 'frame'),
})

const JSON_STARTS = new Set([0x5b, 0x7b])
const SPACES = new Set([0x20, 0x09, 0x0a, 0x0d])

/** Only objects and arrays: a lone number or word is JSON too, but better read as text. */
function beginsLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => !SPACES.has(byte))
  return first !== undefined && JSON_STARTS.has(first)
}
