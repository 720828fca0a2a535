import type { FrameRecord, MessageRecord, RawRecord, ReconnectRecord, SockscopeRecord } from '#shared/model/records.ts'
import { escapeForTerminal } from '#shared/text/escape-for-terminal.ts'
import { bytesText, clockText } from '#shared/text/units.ts'
import type { LineOutput, RecordPrinter } from './printer.ts'
import { closeLines, createTally, type Tally } from './readable-close.ts'
import { handshakeLines, isOpening } from './readable-handshake.ts'
import type { Meaning, Style } from './style.ts'

/** More of a payload than this is not for reading on a terminal; the line says how much is left out. */
const SHOWN_CHARACTERS = 4000
const SHOWN_BYTES = 64
const OPCODE_NAMES: Readonly<Record<number, string>> = { 0: 'cont', 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' }

/**
 * Lines for people: a message or control frame each, with direction, time, kind and size. Frames of a message are
 * shown only where one breaks a rule. Everything that came from the wire is written so that it cannot drive the terminal.
 */
export function readablePrinter(output: LineOutput, style: Style): RecordPrinter {
  let tally = createTally()
  let hasOpened = false
  return {
    print: (record, payload) => {
      hasOpened ||= record.type === 'handshake' && isOpening(record)
      // What never opened has no end to tell of: the reason stands above.
      if (record.type === 'close' && !hasOpened) return
      for (const line of linesOf(record, payload, style, tally)) output.line(line)
      if (record.type !== 'reconnect') return
      // What follows is another connection.
      hasOpened = false
      tally = createTally()
    },
  }
}

function linesOf(record: SockscopeRecord, payload: Uint8Array, style: Style, tally: Tally): readonly string[] {
  switch (record.type) {
    case 'handshake':
      return handshakeLines(record, style)
    case 'frame':
      tally.frame(record)
      return record.opcode >= 8 || record.violation ? frameLines(record, payload, style) : []
    case 'raw':
      tally.raw(record)
      return [rawLine(record, payload, style)]
    case 'message':
      tally.message(record)
      return [messageLine(record, style)]
    case 'close':
      return closeLines(record, tally, style)
    case 'reconnect':
      return [reconnectLine(record, style)]
    case 'error':
      return [style('violation', `✕  ${record.message}`), ...(record.hint ? [style('quiet', `   ${record.hint}`)] : [])]
  }
}

/** Text where it is some: an HTTP answer after the handshake is read more easily than its bytes. */
function rawLine({ direction, timeUs, length }: RawRecord, payload: Uint8Array, style: Style): string {
  return `${columns(`✕${arrow(direction)}`, 'violation', timeUs, 'raw', length, style)}  ${textOrHex(payload, style)}`
}

export const reconnectLine = ({ waitMs, attempt, of }: ReconnectRecord, style: Style): string =>
  style('control', `◇  reconnecting in ${(waitMs / 1000).toFixed(1)} s (${attempt} of ${of})`)

function messageLine(record: MessageRecord, style: Style): string {
  const meaning = record.direction === 'in' ? 'received' : 'sent'
  const notes = [
    record.frames > 1 ? `${record.frames} frames` : '',
    record.compressed ? `deflate, ${bytesText(record.wireLength)} on the wire` : '',
  ].filter(Boolean)
  const note = notes.length ? style('quiet', ` (${notes.join(', ')})`) : ''
  const content = record.data === undefined ? hexText(Buffer.from(record.dataBase64 ?? '', 'base64'), style) : shownText(record.data, style)
  return `${columns(`${arrow(record.direction)} `, meaning, record.timeUs, record.kind, record.length, style)}${note}  ${content}`
}

function frameLines(record: FrameRecord, payload: Uint8Array, style: Style): readonly string[] {
  const name = OPCODE_NAMES[record.opcode] ?? `op ${record.opcode.toString(16)}`
  const sign = `${record.violation ? '✕' : '◇'}${arrow(record.direction)}`
  const meaning = record.violation ? 'violation' : 'control'
  const line = `${columns(sign, meaning, record.timeUs, name, record.payloadLength, style)}  ${controlText(record, payload, style)}`
  if (!record.violation) return [line]
  const [document = '', section = ''] = record.violation.rfc.split(' ')
  return [line, style('violation', `   breaks RFC ${document} section ${section}: ${record.violation.text}`)]
}

function controlText(record: FrameRecord, payload: Uint8Array, style: Style): string {
  if (record.opcode === 8 && payload.length >= 2) {
    const code = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0)
    return `${code} ${textOrHex(payload.subarray(2), style)}`.trimEnd()
  }
  return textOrHex(payload, style)
}

const arrow = (direction: 'in' | 'out'): string => (direction === 'in' ? '↓' : '↑')

function columns(sign: string, meaning: Meaning, timeUs: number, kind: string, length: number, style: Style): string {
  return `${style(meaning, sign)} ${style('quiet', clockText(timeUs))} ${style(meaning, kind.padEnd(6))} ${bytesText(length).padStart(8)}`
}

function textOrHex(bytes: Uint8Array, style: Style): string {
  try {
    return shownText(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), style)
  } catch (error) {
    if (error instanceof TypeError) return hexText(bytes, style)
    throw error
  }
}

function shownText(text: string, style: Style): string {
  const shown = escapeForTerminal(text.slice(0, SHOWN_CHARACTERS), (written) => style('escaped', written))
  const left = text.length - SHOWN_CHARACTERS
  return left > 0 ? `${shown}${style('quiet', ` … ${left.toLocaleString('en')} more characters`)}` : shown
}

function hexText(bytes: Uint8Array, style: Style): string {
  const shown = Array.from(bytes.subarray(0, SHOWN_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join(' ')
  const left = bytes.length - SHOWN_BYTES
  return left > 0 ? `${shown}${style('quiet', ` … ${left.toLocaleString('en')} more bytes`)}` : shown
}
