import type { ExportProgress } from '#shared/model/export.ts'
import { useText } from '../i18n/i18n.ts'
import { formatCount } from '../ui/format.ts'

/** How far it is, as a bar and in numbers. */
export function ProgressLine({ progress, label }: { readonly progress: ExportProgress | null; readonly label: string }) {
  const text = useText('export')
  const [done, total] = [progress?.framesDone ?? 0, progress?.framesTotal ?? 0]
  return (
    <span className="export-progress" role="status">
      <span>{label}</span>
      <progress aria-label={label} value={done} max={Math.max(total, 1)} />
      <span className="export-count">{total > 0 && text('framesOf', { done: formatCount(done), total: formatCount(total) })}</span>
    </span>
  )
}
