import type { ViolationId } from '#shared/model/frame.ts'
import { byteText } from '../hex/hex-format.ts'
import { byteFields, type FieldPart, fieldParts, type HeaderField, isBroken } from './header-layout.ts'

/** The RFC's own labels. */
const LABELS: Readonly<Record<HeaderField['id'], string>> = {
  fin: 'FIN',
  rsv1: 'RSV1',
  rsv2: 'RSV2',
  rsv3: 'RSV3',
  opcode: 'opcode',
  mask: 'MASK',
  length: 'length',
  extended: 'extended length',
  maskKey: 'masking key',
}

/** The header as the RFC draws it, 32 bits a row, and its bytes. Pictures for the eye; the table says the same. */
export function BitGrid({
  fields,
  header,
  violation,
}: {
  readonly fields: readonly HeaderField[]
  readonly header: Uint8Array
  readonly violation: ViolationId | null
}) {
  return (
    <div aria-hidden="true">
      <div className="bit-grid">
        {fieldParts(fields).map((part) => (
          <Part key={`${part.field.id}-${part.row}`} part={part} isBroken={isBroken(part.field, violation)} />
        ))}
      </div>
      <div className="header-bytes wire">
        {Array.from(header, (byte, index) => {
          const inByte = byteFields(fields, index)
          const broken = inByte.some((field) => isBroken(field, violation))
          return (
            <span
              key={index}
              className={`bit-tone-${broken ? 'broken' : toneOf(inByte[0])}`}
              title={inByte.map(({ id }) => LABELS[id]).join(', ')}
            >
              {byteText(byte)}
            </span>
          )
        })}
      </div>
    </div>
  )
}

function Part({ part, isBroken: broken }: { readonly part: FieldPart; readonly isBroken: boolean }) {
  const { field, row, column, digits, isFirst } = part
  return (
    <div
      className={`bit-part bit-tone-${broken ? 'broken' : toneOf(field)} ${field.bits === 1 ? 'is-single' : ''}`}
      style={{ gridRow: row + 1, gridColumn: `${column + 1} / span ${digits.length}` }}
      title={LABELS[field.id]}
    >
      <span className="bit-label">{isFirst ? LABELS[field.id] : '…'}</span>
      <span className="bit-digits wire">
        {[...digits].map((digit, index) => (
          <span key={index}>{digit}</span>
        ))}
      </span>
    </div>
  )
}

function toneOf(field: HeaderField | undefined): 'flags' | 'opcode' | 'length' | 'mask' {
  switch (field?.id) {
    case 'opcode':
      return 'opcode'
    case 'length':
    case 'extended':
      return 'length'
    case 'mask':
    case 'maskKey':
      return 'mask'
    default:
      return 'flags'
  }
}
