import type { ConnectionSummary } from '#shared/model/connection.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import type { FoundHit } from '#shared/model/query.ts'
import { parseQuery } from '#shared/query/parse.ts'
import { setFollowing } from '../capture/follow-store.ts'
import { select, selectionOf, useSelection } from '../capture/selection-store.ts'
import { call, on } from '../host/session.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { changeQuery, progressed, queryOf, useQueries } from './query-store.ts'

/** What a query needs to know of the connection whose capture it asks. */
export type Asked = Pick<ConnectionSummary, 'id' | 'capture' | 'openingSinceUs'>

/** Follows the engine's queries. */
export const beginQueries = (): void => void on('query.progressed', progressed)

const current = (capture: CaptureId) => queryOf(capture)(useQueries.getState())

/** The question that was put last; an answer to an earlier one is not wanted any more. */
const latest = new Map<CaptureId, symbol>()

/** Asks `text`, in place of what was asked before. Nothing, or what has a fault, asks nothing. */
export async function ask({ capture, openingSinceUs }: Asked, text: string): Promise<void> {
  const turn = Symbol(text)
  latest.set(capture, turn)
  const { fault } = parseQuery(text)
  if (fault) return changeQuery(capture, { draft: text, fault })
  end(capture)
  changeQuery(capture, { draft: text, asked: text.trim(), fault: null, progress: null, current: null })
  if (text.trim() === '') return
  try {
    const { context } = current(capture)
    const started = await call('query.start', { capture, text, context, originUs: openingSinceUs })
    if (latest.get(capture) === turn) changeQuery(capture, { fault: started.fault, progress: started.progress })
    else if (started.progress) await call('query.end', { query: started.progress.query })
  } catch (error) {
    notifyFailure(error)
  }
}

export const clear = (asked: Asked): void => void ask(asked, '')

function end(capture: CaptureId): void {
  const { progress } = current(capture)
  if (progress) call('query.end', { query: progress.query }).catch(notifyFailure)
}

export function cancel(capture: CaptureId): void {
  const { progress } = current(capture)
  if (progress) call('query.cancel', { query: progress.query }).catch(notifyFailure)
}

export async function setContext(capture: CaptureId, context: number): Promise<void> {
  const { progress } = current(capture)
  if (!progress) return changeQuery(capture, { context })
  try {
    changeQuery(capture, { context, progress: await call('query.setContext', { query: progress.query, context }) })
  } catch (error) {
    notifyFailure(error)
  }
}

/** Goes to the next hit behind the selected frame, or the last one before it; past the end it goes on at the other. */
export async function goToHit({ id, capture }: Asked, direction: 'next' | 'previous'): Promise<void> {
  const { progress } = current(capture)
  if (!progress) return
  const { query, total } = progress
  const selection = selectionOf(id)(useSelection.getState())
  const ends = direction === 'next' ? -1 : total
  const from = selection?.kind === 'frame' ? selection.seq : ends
  try {
    const hit = (await call('query.find', { query, from, direction })) ?? (await call('query.find', { query, from: ends, direction }))
    if (hit) show(id, capture, hit)
  } catch (error) {
    notifyFailure(error)
  }
}

function show(id: Asked['id'], capture: CaptureId, hit: FoundHit): void {
  setFollowing(id, false)
  changeQuery(capture, { current: hit })
  select(id, { kind: 'frame', seq: hit.seq })
}
