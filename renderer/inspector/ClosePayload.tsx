import { closeCodeName } from '#shared/model/close-codes.ts'
import { useText } from '../i18n/i18n.ts'
import { Facts } from '../ui/Facts.tsx'
import { formatCount } from '../ui/format.ts'
import { manyLines } from '../ui/wire-text.ts'
import { useCloseMeaning } from './close-meaning.ts'
import { decodeUtf8 } from './text/payload-text.ts'

/** The body of a close frame: its code, and the reason in UTF-8 (RFC 6455 section 5.5.1). */
export function ClosePayload({ bytes }: { readonly bytes: Uint8Array }) {
  const text = useText('inspector')
  const meaningOf = useCloseMeaning()
  if (bytes.length === 0) return <p className="inspector-note">{text('closeEmpty')}</p>
  if (bytes.length === 1) return <p className="inspector-note">{text('closeOneByte')}</p>
  const code = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
  const { text: reason, invalid } = decodeUtf8(bytes.subarray(2))
  return (
    <div className="inspector-pad">
      <Facts
        facts={[
          { name: text('code'), value: `${code} ${closeCodeName(code)}` },
          { name: text('meaning'), value: meaningOf(code) },
          { name: text('reason'), value: reason === '' ? text('noReason') : manyLines(reason), isWire: reason !== '' },
          { name: text('reasonLength'), value: `${formatCount(bytes.length - 2)} B` },
        ]}
      />
      {invalid > 0 && <p className="inspector-note">▲ {text('invalidUtf8', { count: invalid })}</p>}
    </div>
  )
}
