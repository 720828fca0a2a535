import { Ellipsis, Pin } from 'lucide-react'
import type { HistoryEntry } from '#shared/model/history.ts'
import { useText } from '../i18n/i18n.ts'
import { IconButton } from '../ui/Button.tsx'
import { formatBytes, formatCount } from '../ui/format.ts'
import { ContextMenu, Menu } from '../ui/Menu.tsx'
import { oneLine } from '../ui/wire-text.ts'
import { rowElementId } from './element-ids.ts'
import { entryMenu } from './entry-menu.ts'
import { HistoryName } from './HistoryName.tsx'
import { openCapture, titleOfEntry } from './history-actions.ts'
import { entryAt, setCurrent, useHistory } from './history-store.ts'
import { formatStart } from './start-time.ts'

interface HistoryRowProps {
  readonly place: number
  readonly height: number
}

/** One capture. Nothing of it is shown before it is known. */
export function HistoryRow({ place, height }: HistoryRowProps) {
  const entry = useHistory(entryAt(place))
  const isCurrent = useHistory((state) => state.current === place)
  if (!entry) return <div role="presentation" style={{ height }} />
  return <KnownRow entry={entry} place={place} height={height} isCurrent={isCurrent} />
}

function KnownRow({ entry, place, height, isCurrent }: HistoryRowProps & { readonly entry: HistoryEntry; readonly isCurrent: boolean }) {
  const text = useText('history')
  const found = useHistory((state) => state.found)
  const isRenaming = useHistory((state) => state.renaming === entry.id)
  const menu = entryMenu(entry, text)
  const title = titleOfEntry(entry)
  const facts = factsOf(entry, text)
  return (
    <ContextMenu items={menu}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the list, which has the focus. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names this row as the active one. */}
      <div
        id={rowElementId(place)}
        role="option"
        className={`history-row ${isCurrent ? 'is-current' : ''}`}
        style={{ height }}
        aria-label={[title, entry.isPinned ? text('pinned') : '', ...facts].filter(Boolean).join(', ')}
        aria-posinset={place + 1}
        aria-setsize={found}
        aria-selected={isCurrent}
        title={entry.damage ? `${entry.damage.message} ${entry.damage.hint}` : oneLine(entry.url)}
        onClick={() => setCurrent(place)}
        onDoubleClick={() => !isRenaming && void openCapture(entry.id)}
      >
        <div className="history-row-line">
          <Sign entry={entry} />
          {isRenaming ? <HistoryName entry={entry} /> : <span className="history-name">{title}</span>}
          {entry.isPinned && <Pin size={12} className="history-pin" aria-hidden="true" />}
          {!isRenaming && (
            // The menu stands in the page's body, but React's events bubble through here.
            // biome-ignore lint/a11y/noStaticElementInteractions: only keeps clicks and keys of the menu from the row.
            <span className="history-more" onClick={(event) => event.stopPropagation()} onKeyDown={(event) => event.stopPropagation()}>
              <Menu
                align="end"
                keepFocus
                trigger={<IconButton tabIndex={-1} label={text('more', { name: title })} icon={<Ellipsis size={14} />} />}
                items={menu}
              />
            </span>
          )}
        </div>
        <div className="history-facts">{facts.join(' · ')}</div>
      </div>
    </ContextMenu>
  )
}

type Text = ReturnType<typeof useText>

function factsOf(entry: HistoryEntry, text: Text): string[] {
  const { startedUs, endedUs, frames, sizeBytes, close, failure, damage } = entry
  // What is recorded grows faster than anybody reads; its tab counts.
  if (endedUs === null && !damage) return [formatStart(startedUs), text('recording')]
  const end = damage ? text('damaged') : close ? String(close.code) : failure ? text('failed') : text('brokeOff')
  return [formatStart(startedUs), text('frames', { count: frames, number: formatCount(frames) }), formatBytes(sizeBytes), end]
}

/** How it ended, as a sign: words stand in the line below. */
function Sign({ entry: { endedUs, close, damage } }: { readonly entry: HistoryEntry }) {
  const kind = damage ? 'damaged' : endedUs === null ? 'recording' : close?.clean ? 'clean' : 'unclean'
  const signs = { damaged: '✕', recording: '●', clean: '◇', unclean: '▲' } as const
  return (
    <span className={`history-sign history-sign-${kind}`} aria-hidden="true">
      {signs[kind]}
    </span>
  )
}
