import type { CollectionPreview, ImportRemarkKind } from '#shared/model/collection-import.ts'
import { useText } from '../i18n/i18n.ts'
import { formatCount } from '../ui/format.ts'
import { oneLine } from '../ui/wire-text.ts'

const SIGNS: Readonly<Record<ImportRemarkKind, string>> = { changed: '◇', 'left-out': '✕', unsure: '▲' }
/** What a person should look at stands first. */
const ORDER: readonly ImportRemarkKind[] = ['unsure', 'left-out', 'changed']

/** What was changed, left out, or is not sure, where and why. */
export function Remarks({ preview: { remarks, remarksTotal } }: { readonly preview: CollectionPreview }) {
  const text = useText('collections')
  if (remarksTotal === 0) return <p className="import-about">{text('noRemarks')}</p>
  const isCut = remarksTotal > remarks.length
  const title = isCut ? text('remarksOf', { shown: formatCount(remarks.length), total: formatCount(remarksTotal) }) : text('remarks')
  const inOrder = remarks.toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  return (
    <section className="import-remarks" aria-label={title}>
      <h3 className="import-label">{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reached by keyboard. */}
      <ul tabIndex={0}>
        {inOrder.map(({ kind, place, text: why }, index) => (
          <li key={index}>
            <span className={`import-sign import-sign-${kind}`}>
              <span aria-hidden="true">{SIGNS[kind]} </span>
              {text(`kind_${kind}`)}
            </span>
            <span>
              <span className="import-place">{oneLine(place)}:</span> {oneLine(why)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
