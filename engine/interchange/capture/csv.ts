import { isUtf8 } from 'node:buffer'
import { isControl, isRaw, OPCODE } from '#shared/model/frame.ts'
import type { FrameItem, ItemBatches } from './captured-items.ts'
import type { ExportContext, Pieces } from './export-context.ts'
import { unmaskedPayload } from './unmasked-payload.ts'

const COLUMNS = [
  'seq',
  'time',
  'timeUs',
  'direction',
  'opcode',
  'name',
  'fin',
  'rsv',
  'masked',
  'payloadLength',
  'wireLength',
  'message',
  'messageLength',
  'violation',
  'encoding',
  'data',
] as const

const NAMES: Readonly<Record<number, string>> = { 0: 'continuation', 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' }
const LINE_END = '\r\n'

/**
 * A row for each frame; the data of a message stands in the row of its last frame. RFC 4180, UTF-8 with a byte order mark,
 * for without it spreadsheets take UTF-8 for something else.
 *
 * Data is not altered, with one exception: a spreadsheet would run a cell that begins with `=`, `+`, `-`, `@`, a tab or a
 * carriage return as a formula, and data comes from strangers. Such a cell gets an apostrophe in front, and its encoding is
 * `text'` or `base64'` so that a program can take it away again.
 */
export async function* writeCsv(_context: ExportContext, batches: ItemBatches): Pieces {
  yield `\ufeff${COLUMNS.join(',')}${LINE_END}`
  for await (const items of batches) {
    for (const item of items) if (item.kind === 'frame') yield `${rowOf(item).join(',')}${LINE_END}`
  }
}

function rowOf({ frame, message }: FrameItem): string[] {
  const { facts } = frame
  const shown = message ? message.data : isControl(facts.opcode) || isRaw(facts) ? unmaskedPayload(frame) : null
  const isText = message ? message.facts.kind === 'text' : shown !== null && facts.opcode !== OPCODE.close && isUtf8(shown)
  return [
    String(facts.seq),
    isoTime(facts.timeUs),
    String(facts.timeUs),
    facts.direction,
    String(facts.opcode),
    isRaw(facts) ? 'raw' : (NAMES[facts.opcode] ?? ''),
    String(facts.fin),
    String(facts.rsv),
    String(facts.masked),
    String(facts.payloadLength),
    String(facts.wireLength),
    facts.message === null ? '' : String(facts.message),
    message ? String(message.facts.length) : '',
    facts.violation ?? '',
    ...dataCells(shown, isText),
  ]
}

function dataCells(data: Uint8Array | null, isText: boolean): [encoding: string, data: string] {
  if (data === null) return ['', '']
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const text = bytes.toString(isText ? 'utf8' : 'base64')
  const isFormula = /^[=+\-@\t\r]/.test(text)
  const encoding = isText ? 'text' : 'base64'
  return isFormula ? [`${encoding}'`, quoted(`'${text}`)] : [encoding, quoted(text)]
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** E.g. '2026-11-22T18:13:23.791042Z'. */
function isoTime(timeUs: number): string {
  const seconds = new Date(Math.floor(timeUs / 1000)).toISOString().slice(0, 19)
  return `${seconds}.${String(Math.floor(timeUs) % 1_000_000).padStart(6, '0')}Z`
}
