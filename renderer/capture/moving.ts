import type { ConnectionSummary } from '#shared/model/connection.ts'
import { decodeRows } from '#shared/model/row-page.ts'
import { call } from '../host/session.ts'
import { filterOf, useQueries } from '../query/query-store.ts'
import { setFollowing } from './follow-store.ts'
import type { Goal } from './go-to.ts'
import { notedBeside, notesOf, useNotes } from './notes-store.ts'
import { select, selectionOf, useSelection } from './selection-store.ts'
import { uncover } from './view-store.ts'

/** Shows a frame that is in the list, wherever the list stands. */
export function showFrame(id: ConnectionSummary['id'], seq: number): void {
  uncover(id, seq)
  setFollowing(id, false)
  select(id, { kind: 'frame', seq })
}

/** Goes to a frame, a time or the end; under a query, to the shown row that is nearest behind it. */
export async function goTo(connection: ConnectionSummary, goal: Goal): Promise<void> {
  const { id, capture, counters } = connection
  if (goal.kind === 'end') return setFollowing(id, true)
  const total = counters.framesIn + counters.framesOut
  const wanted = goal.kind === 'frame' ? goal.seq : await call('capture.seqAt', { capture, timeUs: goal.timeUs })
  const seq = await nearestShown(connection, Math.max(0, Math.min(wanted, total - 1)))
  if (seq !== null) showFrame(id, seq)
}

async function nearestShown({ capture }: ConnectionSummary, seq: number): Promise<number | null> {
  const filter = filterOf(capture)(useQueries.getState())
  if (!filter) return seq
  const { query } = filter
  const { position, isShown } = await call('query.place', { query, seq })
  if (isShown) return seq
  const [row] = decodeRows(await call('query.rows', { query, first: position, count: 1 }))
  if (row || position === 0) return row?.seq ?? null
  const [last] = decodeRows(await call('query.rows', { query, first: position - 1, count: 1 }))
  return last?.seq ?? null
}

export function selectedSeq(id: ConnectionSummary['id']): number | null {
  const selection = selectionOf(id)(useSelection.getState())
  return selection?.kind === 'frame' ? selection.seq : null
}

/** From any fragment to the frame its message begins or ends with; stays where there is no finished message. */
export async function goToEndOfMessage(connection: ConnectionSummary, end: 'first' | 'last'): Promise<void> {
  const seq = selectedSeq(connection.id)
  if (seq === null) return
  const { message } = await call('capture.frame', { capture: connection.capture, seq })
  if (message) showFrame(connection.id, end === 'first' ? message.firstSeq : message.lastSeq)
}

/** To the next message's last frame, or the previous one's; heartbeats and fragments are passed over. */
export async function goToMessage({ id, capture }: ConnectionSummary, direction: 'next' | 'previous'): Promise<void> {
  const seq = selectedSeq(id)
  if (seq === null) return
  const found = await call('capture.messageBeside', { capture, seq, direction })
  if (found !== null) showFrame(id, found)
}

/** To the next frame of which something is said. */
export function goToNoted({ id, capture }: ConnectionSummary, direction: 'next' | 'previous'): void {
  const found = notedBeside(notesOf(capture)(useNotes.getState()), selectedSeq(id) ?? -1, direction)
  if (found !== null) showFrame(id, found)
}
