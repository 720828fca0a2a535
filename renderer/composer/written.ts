import type { OutgoingMessage } from '#shared/model/connection.ts'
import type { MessageFormat, SavedMessage } from '#shared/model/spec.ts'
import { JsonReader } from '../inspector/json/json-reader.ts'
import { readBase64Text } from './base64-text.ts'
import { formatJson } from './format-json.ts'
import { readHex, writeHex } from './hex-text.ts'
import type { WrittenFault } from './written-fault.ts'

/** What stands in the editor, and how it is to be read. */
export type Written = Pick<SavedMessage, 'format' | 'body'>

/** What would be sent, or why nothing can be. */
export type WrittenReading =
  | {
      readonly message: OutgoingMessage
      readonly sizeBytes: number
      /** It can be sent, and is not what its format promises: JSON that is none. */
      readonly fault: WrittenFault | null
    }
  | { readonly message: null; readonly fault: WrittenFault }

export const isBinary = (format: MessageFormat): boolean => format === 'hex' || format === 'base64'

export const isSame = (one: Written, other: Written): boolean => one.format === other.format && one.body === other.body

const encoder = new TextEncoder()

/** Reads what was written as the message that is sent. */
export function readWritten({ format, body }: Written): WrittenReading {
  if (isBinary(format)) {
    const { bytes, fault } = format === 'hex' ? readHex(body) : readBase64Text(body)
    return bytes === null ? { message: null, fault } : { message: { kind: 'binary', bytes }, sizeBytes: bytes.length, fault: null }
  }
  const sizeBytes = encoder.encode(body).length
  return { message: { kind: 'text', text: body }, sizeBytes, fault: format === 'json' ? jsonFault(body) : null }
}

function jsonFault(body: string): WrittenFault | null {
  const result = new JsonReader(body).read(Number.POSITIVE_INFINITY)
  if (result === null || 'document' in result) return null
  const { reason, offset, found } = result.fault
  // Too many values to show as a tree are no fault of the message.
  return reason === 'too-many' ? null : { reason: `fault_json_${reason}`, offset, found }
}

/** What was written, laid out; null where its format has no lay-out that is sure to keep the meaning, or it cannot be read. */
export function laidOut(written: Written): string | null {
  const { format, body } = written
  if (format !== 'json' && format !== 'hex') return null
  const reading = readWritten(written)
  if (reading.fault !== null || reading.message === null) return null
  if (reading.message.kind === 'binary') return writeHex(reading.message.bytes)
  const formatted = formatJson(body)
  return body.includes('\r\n') ? formatted.replaceAll('\n', '\r\n') : formatted
}

/** Line ends of what was written; null while it has one line. */
export function lineEndsOf({ body }: Written): 'LF' | 'CRLF' | 'mixed' | null {
  const crlf = body.split('\r\n').length - 1
  const lf = body.split('\n').length - 1 - crlf
  if (crlf > 0 && lf > 0) return 'mixed'
  return crlf > 0 ? 'CRLF' : lf > 0 ? 'LF' : null
}

export const withLineEnds = (body: string, lineEnds: 'LF' | 'CRLF'): string => body.replace(/\r\n|\n/g, lineEnds === 'LF' ? '\n' : '\r\n')

const MAX_NAME_CHARACTERS = 40

/** A name for a message that was not given one: its first words. '' where it has none. */
export function firstWords(body: string): string {
  const words = body.slice(0, 500).replace(/\p{C}/gu, ' ').trim().replace(/\s+/g, ' ')
  const characters = [...words]
  return characters.length <= MAX_NAME_CHARACTERS
    ? words
    : `${characters
        .slice(0, MAX_NAME_CHARACTERS - 1)
        .join('')
        .trimEnd()}…`
}
