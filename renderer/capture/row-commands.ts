import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { Command } from '../commands/command.ts'
import { textOf } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { shownConnection, whenShown } from './current-connection.ts'
import { isInFrames } from './focus-frames.ts'
import { goToEndOfMessage, goToMessage, goToNoted, selectedSeq } from './moving.ts'
import { toggleBookmark } from './notes-store.ts'
import { copyChosen } from './row-actions.ts'
import { showRowField } from './row-field-store.ts'

function isRowSelected(): boolean {
  const connection = shownConnection()
  return connection !== undefined && selectedSeq(connection.id) !== null
}

/** A command about the selected row; its key acts in the list alone, for elsewhere it writes or moves something else. */
function ofRow(id: string, shortcut: string, key: string, run: (connection: ConnectionSummary, seq: number) => unknown): Command {
  return {
    id,
    title: () => textOf('capture', key),
    shortcut,
    actsIn: isInFrames,
    isEnabled: isRowSelected,
    run: whenShown((connection) => {
      const seq = selectedSeq(connection.id)
      if (seq !== null) Promise.resolve(run(connection, seq)).catch(notifyFailure)
    }),
  }
}

export const rowCommands = (): readonly Command[] => [
  ofRow('row.copy', 'Mod+C', 'copyCommand', (connection) => copyChosen(connection, 'text')),
  ofRow('row.bookmark', 'B', 'bookmarkCommand', ({ capture }, seq) => toggleBookmark(capture, seq)),
  ofRow('row.note', 'N', 'writeNote', ({ id }, seq) => showRowField(id, { kind: 'note', seq })),
  ofRow('row.nextNoted', 'F2', 'nextNoted', (connection) => goToNoted(connection, 'next')),
  ofRow('row.previousNoted', 'Shift+F2', 'previousNoted', (connection) => goToNoted(connection, 'previous')),
  ofRow('row.nextMessage', 'Alt+ArrowDown', 'nextMessage', (connection) => goToMessage(connection, 'next')),
  ofRow('row.previousMessage', 'Alt+ArrowUp', 'previousMessage', (connection) => goToMessage(connection, 'previous')),
  ofRow('row.firstOfMessage', 'Mod+ArrowUp', 'firstOfMessage', (connection) => goToEndOfMessage(connection, 'first')),
  ofRow('row.lastOfMessage', 'Mod+ArrowDown', 'lastOfMessage', (connection) => goToEndOfMessage(connection, 'last')),
]
