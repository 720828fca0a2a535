import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useText } from '../i18n/i18n.ts'
import { IconButton } from '../ui/Button.tsx'
import { movedItem, withoutItem } from './list-edits.ts'

/** Moves a line of an ordered list up or down, or takes it out. */
export function LineActions<Item>({
  noun,
  items,
  index,
  onChange,
}: {
  /** What one line is called, e.g. 'Header'. */
  readonly noun: string
  readonly items: readonly Item[]
  readonly index: number
  readonly onChange: (items: readonly Item[]) => void
}) {
  const text = useText('connection')
  const named = { noun, number: index + 1 }
  return (
    <span className="pair-actions">
      <IconButton
        label={text('lineUp', named)}
        icon={<ArrowUp size={13} />}
        disabled={index === 0}
        onClick={() => onChange(movedItem(items, index, index - 1))}
      />
      <IconButton
        label={text('lineDown', named)}
        icon={<ArrowDown size={13} />}
        disabled={index === items.length - 1}
        onClick={() => onChange(movedItem(items, index, index + 1))}
      />
      <IconButton label={text('lineRemove', named)} icon={<X size={13} />} onClick={() => onChange(withoutItem(items, index))} />
    </span>
  )
}
