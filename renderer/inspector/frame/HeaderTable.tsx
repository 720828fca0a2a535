import { useText } from '#renderer/i18n/i18n.ts'
import { formatCount } from '#renderer/ui/format.ts'
import type { FrameDetail } from '#shared/contract.ts'
import { opcodeName } from '../FrameHead.tsx'
import { type HeaderField, isBroken } from './header-layout.ts'

const NAMES: Readonly<Record<HeaderField['id'], string>> = {
  fin: 'FIN',
  rsv1: 'RSV1',
  rsv2: 'RSV2',
  rsv3: 'RSV3',
  opcode: 'Opcode',
  mask: 'MASK',
  length: 'Payload len',
  extended: 'Extended payload length',
  maskKey: 'Masking-key',
}

/** Every field of the header: its value and what that means. */
export function HeaderTable({ fields, detail }: { readonly fields: readonly HeaderField[]; readonly detail: FrameDetail }) {
  const text = useText('inspector')
  const { violation } = detail.frame
  return (
    <table className="inspector-table">
      <thead>
        <tr>
          <th scope="col">{text('field')}</th>
          <th scope="col">{text('bits')}</th>
          <th scope="col">{text('value')}</th>
          <th scope="col">{text('meaning')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.id} className={isBroken(field, violation) ? 'is-violation' : ''}>
            <th scope="row">
              {isBroken(field, violation) && '✕ '}
              {NAMES[field.id]}
            </th>
            <td className="is-numeric">{field.bits}</td>
            <td className="wire">{valueText(field)}</td>
            <td>{field.isCut ? text('fieldCut') : <Meaning field={field} detail={detail} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function valueText({ id, value, digits }: HeaderField): string {
  if (id === 'opcode') return `0x${value.toString(16)}`
  if (id === 'maskKey') return value.toString(16).padStart(digits.length / 4, '0')
  return formatCount(Number(value)).length > 20 ? value.toString() : new Intl.NumberFormat('en-US').format(value)
}

function Meaning({ field, detail }: { readonly field: HeaderField; readonly detail: FrameDetail }) {
  const text = useText('inspector')
  const isSet = field.value !== 0n
  switch (field.id) {
    case 'fin':
      return text(isSet ? 'finSet' : 'finClear')
    case 'rsv1':
      if (!isSet) return text('rsvClear')
      return text(detail.message?.compressed ? 'rsv1Compressed' : 'rsv1Set')
    case 'rsv2':
    case 'rsv3':
      return text(isSet ? 'rsvSet' : 'rsvClear')
    case 'opcode':
      return text(`opcode_${opcodeName(Number(field.value))}`)
    case 'mask':
      return text(isSet ? 'maskSet' : 'maskClear')
    case 'length':
      if (field.value === 126n) return text('length126')
      return field.value === 127n ? text('length127') : text('lengthPlain')
    case 'extended':
      return text('extendedMeaning')
    case 'maskKey':
      return text('maskKeyMeaning')
  }
}
