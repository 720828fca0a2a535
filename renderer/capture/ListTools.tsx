import { Columns3, Eraser, Flag, Pause, Play } from 'lucide-react'
import { memo } from 'react'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { useText } from '../i18n/i18n.ts'
import { useSettings } from '../settings/settings-store.ts'
import { IconButton } from '../ui/Button.tsx'
import { Menu, type MenuItem } from '../ui/Menu.tsx'
import { formatShortcut } from '../ui/shortcut.ts'
import { oneLine } from '../ui/wire-text.ts'
import { canHide, LIST_COLUMNS, listOf, showTimeAs, TIME_FORMS, toggleColumn } from './columns.ts'
import { showFrame } from './moving.ts'
import { notesOf, useNotes } from './notes-store.ts'
import { clearView, pause, resume, useView, viewOf } from './view-store.ts'

type Shown = Pick<ConnectionSummary, 'id' | 'capture'>

/** Halts and clears the list, leads to what was said of its frames, and chooses its columns. Knows no counters, so that no frame makes it draw. */
export const ListTools = memo(function ListTools({ id, capture }: Shown) {
  const text = useText('capture')
  const { until } = useView(viewOf(id))
  const isHalted = until !== null
  return (
    <>
      <IconButton
        label={text(isHalted ? 'resumeList' : 'haltList')}
        shortcut={formatShortcut('Alt+P')}
        aria-pressed={isHalted}
        icon={isHalted ? <Play size={14} /> : <Pause size={14} />}
        onClick={() => (isHalted ? resume(id) : pause(id, framesOf(id)))}
      />
      <IconButton
        label={text('clearList')}
        shortcut={formatShortcut('Alt+C')}
        icon={<Eraser size={14} />}
        onClick={() => clearView(id, framesOf(id))}
      />
      <NotesMenu id={id} capture={capture} />
      <ColumnsMenu />
    </>
  )
})

function framesOf(id: Shown['id']): number {
  const counters = connectionOf(id)(useConnections.getState())?.counters
  return counters ? counters.framesIn + counters.framesOut : 0
}

/** More would not be read in a menu; F2 leads to all of them. */
const MOST_LISTED = 30

function NotesMenu({ id, capture }: Shown) {
  const text = useText('capture')
  const notes = useNotes(notesOf(capture))
  const listed = [...notes.values()].slice(0, MOST_LISTED)
  const items: readonly MenuItem[] =
    listed.length === 0
      ? [{ kind: 'item', text: text('noNotes'), isDisabled: true, run: () => undefined }]
      : listed.map((note) => ({
          kind: 'item',
          text: `${note.isBookmarked ? '⚑' : '✎'} #${note.seq}  ${oneLine(note.text)}`,
          run: () => showFrame(id, note.seq),
        }))
  return <Menu align="end" trigger={<IconButton label={text('notes')} icon={<Flag size={14} />} />} items={items} />
}

function ColumnsMenu() {
  const text = useText('capture')
  const list = useSettings(listOf)
  const checked = (is: boolean, title: string): string => `${is ? '✓' : '\u2003'} ${title}`
  const items: readonly MenuItem[] = [
    ...TIME_FORMS.map(
      (form): MenuItem => ({
        kind: 'item',
        text: checked(!list.hidden.includes('time') && list.time === form, text(`timeAs_${form}`)),
        run: () => showTimeAs(form),
      }),
    ),
    { kind: 'line' },
    ...LIST_COLUMNS.filter(canHide).map(
      (column): MenuItem => ({
        kind: 'item',
        text: checked(!list.hidden.includes(column), text(`column_${column}`)),
        run: () => toggleColumn(column),
      }),
    ),
  ]
  return <Menu align="end" trigger={<IconButton label={text('columns')} icon={<Columns3 size={14} />} />} items={items} />
}
