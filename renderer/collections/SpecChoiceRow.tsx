import { Folder } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { CollectionPreview } from '#shared/model/collection-import.ts'
import { useText } from '../i18n/i18n.ts'
import { oneLine } from '../ui/wire-text.ts'
import type { PreviewRow } from './preview-rows.ts'

/** One folder or connection that would be written. */
export function SpecChoiceRow({
  id,
  row,
  preview,
  checked,
  isCurrent,
  onToggle,
}: {
  readonly id: string
  readonly row: PreviewRow
  readonly preview: CollectionPreview
  readonly checked: boolean | 'mixed'
  readonly isCurrent: boolean
  readonly onToggle: () => void
}) {
  const text = useText('collections')
  const folder = row.kind === 'folder' ? preview.folders[row.index] : undefined
  const spec = row.kind === 'spec' ? preview.specs[row.index] : undefined
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the tree.
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and says which row is meant.
    <div
      id={id}
      role="treeitem"
      aria-level={row.level}
      aria-checked={checked}
      // The URL is said too, as it is what tells two of a name apart.
      className={`import-row ${isCurrent ? 'is-current' : ''}`}
      style={{ '--level': row.level } as CSSProperties}
      onClick={onToggle}
    >
      <span className={`import-check import-check-${checked}`} aria-hidden="true" />
      {folder && <Folder size={14} aria-hidden="true" className="import-folder" />}
      <span className="import-name">{oneLine(folder?.name ?? spec?.name ?? '')}</span>
      {folder?.hasSettings && <span className="import-count">{text('hasSettings')}</span>}
      {spec && <span className="wire import-url">{oneLine(spec.url)}</span>}
      {spec && spec.messages > 0 && <span className="import-count">{text('messages', { count: spec.messages })}</span>}
    </div>
  )
}
