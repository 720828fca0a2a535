import type { ViolationId } from '#shared/model/frame.ts'

export type HeaderFieldId = 'fin' | 'rsv1' | 'rsv2' | 'rsv3' | 'opcode' | 'mask' | 'length' | 'extended' | 'maskKey'

/** One field of a frame header. */
export interface HeaderField {
  readonly id: HeaderFieldId
  /** Place in the header, in bits. */
  readonly firstBit: number
  readonly bits: number
  readonly value: bigint
  /** Binary digits, as many as there are bits. */
  readonly digits: string
  /** The header ended inside the field (the connection was cut off there). */
  readonly isCut: boolean
}

/** The part of a field that stands in one row of 32 bits. */
export interface FieldPart {
  readonly field: HeaderField
  readonly row: number
  /** 0 to 31. */
  readonly column: number
  readonly digits: string
  readonly isFirst: boolean
}

const FIXED: readonly (readonly [HeaderFieldId, number])[] = [
  ['fin', 1],
  ['rsv1', 1],
  ['rsv2', 1],
  ['rsv3', 1],
  ['opcode', 4],
  ['mask', 1],
  ['length', 7],
]

/**
 * The fields of a frame header in their order, with what stands in them.
 *
 * @param header the header's bytes as they crossed, possibly cut off
 * @see RFC 6455 section 5.2, Base Framing Protocol
 */
export function headerFields(header: Uint8Array): readonly HeaderField[] {
  const all = Array.from(header, (byte) => byte.toString(2).padStart(8, '0')).join('')
  const fields: HeaderField[] = []
  let firstBit = 0
  const add = (id: HeaderFieldId, bits: number): void => {
    const digits = all.slice(firstBit, firstBit + bits)
    if (digits.length > 0) fields.push({ id, firstBit, bits, digits, value: BigInt(`0b${digits}`), isCut: digits.length < bits })
    firstBit += bits
  }
  for (const [id, bits] of FIXED) add(id, bits)
  const length = (header[1] ?? 0) & 0x7f
  if (length === 126) add('extended', 16)
  if (length === 127) add('extended', 64)
  if ((header[1] ?? 0) & 0x80) add('maskKey', 32)
  return fields
}

/** The fields as they are drawn in the RFC: rows of 32 bits. */
export function fieldParts(fields: readonly HeaderField[]): readonly FieldPart[] {
  const parts: FieldPart[] = []
  for (const field of fields) {
    for (let done = 0; done < field.digits.length; ) {
      const bit = field.firstBit + done
      const column = bit % 32
      const digits = field.digits.slice(done, done + 32 - column)
      parts.push({ field, row: Math.floor(bit / 32), column, digits, isFirst: done === 0 })
      done += digits.length
    }
  }
  return parts
}

/** A byte of the header with the fields it holds bits of, the widest first. */
export function byteFields(fields: readonly HeaderField[], index: number): readonly HeaderField[] {
  return fields
    .filter(({ firstBit, digits }) => firstBit < (index + 1) * 8 && firstBit + digits.length > index * 8)
    .sort((one, other) => other.bits - one.bits)
}

const BROKEN_FIELDS: Partial<Record<ViolationId, readonly HeaderFieldId[]>> = {
  'reserved-bits': ['rsv1', 'rsv2', 'rsv3'],
  'reserved-opcode': ['opcode'],
  'masked-by-server': ['mask', 'maskKey'],
  'length-not-minimal': ['length', 'extended'],
  'length-too-large': ['extended'],
  'control-fragmented': ['fin'],
  'control-too-long': ['length', 'extended'],
  'continuation-without-start': ['opcode'],
  'message-interrupted': ['opcode'],
  'compressed-continuation': ['rsv1'],
  'compressed-control': ['rsv1'],
}

/** True if the violation lies in this field; a reserved bit that is not set breaks nothing. */
export function isBroken(field: HeaderField, violation: ViolationId | null): boolean {
  if (violation === null || !BROKEN_FIELDS[violation]?.includes(field.id)) return false
  return field.id.startsWith('rsv') ? field.value === 1n : true
}
