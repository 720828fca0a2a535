import type { ReactNode } from 'react'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { CopyForm } from '#shared/model/frame-selection.ts'
import { useText } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { ContextMenu, type MenuItem } from '../ui/Menu.tsx'
import { formatShortcut } from '../ui/shortcut.ts'
import { notesOf, toggleBookmark, useNotes } from './notes-store.ts'
import { copyChosen, filterLike, saveAsMessage } from './row-actions.ts'
import { showRowField } from './row-field-store.ts'
import { selectionOf, useSelection } from './selection-store.ts'

/** What can be done with a row, where the right button or the menu key was pressed. */
export function RowMenu({ connection, children }: { readonly connection: ConnectionSummary; readonly children: ReactNode }) {
  const text = useText('capture')
  const { id, capture } = connection
  const selection = useSelection(selectionOf(id))
  const seq = selection?.kind === 'frame' ? selection.seq : null
  const isBookmarked = useNotes((state) => seq !== null && notesOf(capture)(state).get(seq)?.isBookmarked === true)
  const later = (doing: Promise<unknown>): void => void doing.catch(notifyFailure)
  const copy = (key: string, form: CopyForm, shortcut = ''): MenuItem => ({
    kind: 'item',
    text: text(key),
    shortcut,
    run: () => later(copyChosen(connection, form)),
  })
  const withRow = (seq: number): readonly MenuItem[] => [
    copy('copyText', 'text', formatShortcut('Mod+C')),
    copy('copyHex', 'hex'),
    copy('copyNdjson', 'ndjson'),
    copy('copyCsv', 'csv'),
    { kind: 'line' },
    { kind: 'item', text: text(isBookmarked ? 'unbookmark' : 'bookmark'), shortcut: 'B', run: () => toggleBookmark(capture, seq) },
    { kind: 'item', text: text('writeNote'), shortcut: 'N', run: () => showRowField(id, { kind: 'note', seq }) },
    { kind: 'item', text: text('saveAsMessage'), run: () => later(saveAsMessage(connection, seq)) },
    { kind: 'line' },
    { kind: 'item', text: text('filterOpcode'), run: () => later(filterLike(connection, seq, 'opcode')) },
    { kind: 'item', text: text('filterMessage'), run: () => later(filterLike(connection, seq, 'message')) },
  ]
  const items: readonly MenuItem[] =
    seq === null ? [{ kind: 'item', text: text('noRow'), isDisabled: true, run: () => undefined }] : withRow(seq)
  return <ContextMenu items={items}>{children}</ContextMenu>
}
