import { FolderOpen } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { useText } from '../i18n/i18n.ts'
import { IconButton } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { formatBytes, formatCount } from '../ui/format.ts'
import { TextField } from '../ui/TextField.tsx'
import { VirtualRows, type VirtualRowsHandle } from '../ui/VirtualRows.tsx'
import './history.css'
import { HISTORY_ELEMENT_ID, rowElementId } from './element-ids.ts'
import { HistoryRow } from './HistoryRow.tsx'
import { openFile } from './history-actions.ts'
import { actOnKey } from './history-keys.ts'
import { lookAt, searchHistory, setCurrent, useHistory } from './history-store.ts'

const ROW_HEIGHT = 42

/** What was recorded, newest first: find, open, name, keep, delete. */
export function HistoryPanel() {
  const text = useText('history')
  const search = useHistory((state) => state.search)
  const failure = useHistory((state) => state.failure)
  const all = useHistory((state) => state.all)
  return (
    <section className="history-panel" aria-label={text('panel')}>
      <div className="history-bar">
        <h2 className="history-title">{text('panel')}</h2>
        <TextField
          label={text('search')}
          placeholder={text('searchShort')}
          className="history-search"
          value={search}
          onChange={(event) => searchHistory(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && searchHistory('')}
        />
        <IconButton label={text('openFile')} icon={<FolderOpen size={15} />} onClick={() => void openFile()} />
      </div>
      {failure && <FailureNote failure={failure} />}
      {all === 0 ? <EmptyState title={text('emptyTitle')}>{text('emptyText')}</EmptyState> : <HistoryList />}
      {all !== null && all > 0 && <HistoryFoot />}
    </section>
  )
}

function HistoryList() {
  const text = useText('history')
  const found = useHistory((state) => state.found)
  const all = useHistory((state) => state.all)
  const current = useHistory((state) => state.current)
  const rows = useRef<VirtualRowsHandle>(null)

  function onKeyDown(event: KeyboardEvent): void {
    const target = actOnKey(event, current, found, rows.current?.pageRows() ?? 1)
    if (target === null) return
    event.preventDefault()
    setCurrent(target)
    rows.current?.reveal(target)
  }

  if (all !== null && found === 0) return <p className="history-none">{text('nothingFound')}</p>
  return (
    <VirtualRows
      id={HISTORY_ELEMENT_ID}
      role="listbox"
      aria-label={text('list')}
      aria-activedescendant={found > 0 ? rowElementId(current) : undefined}
      tabIndex={0}
      className="history-list"
      handle={rows}
      count={found}
      rowHeight={ROW_HEIGHT}
      onRange={lookAt}
      onKeyDown={onKeyDown}
      renderRow={(place) => <HistoryRow key={place} place={place} height={ROW_HEIGHT} />}
    />
  )
}

/** How much there is, and how much there may be. */
function HistoryFoot() {
  const text = useText('history')
  const all = useHistory((state) => state.all) ?? 0
  const usedBytes = useHistory((state) => state.usedBytes)
  const limitBytes = useHistory((state) => state.limitBytes)
  return (
    <p className="history-foot" title={text('limitNote')}>
      {text('captures', { count: all, number: formatCount(all) })} ·{' '}
      {text('usedOf', { used: formatBytes(usedBytes), limit: formatBytes(limitBytes) })}
    </p>
  )
}
