import type { CaptureId, QueryId } from '#shared/model/ids.ts'
import type { QueryFault } from '#shared/query/fault.ts'
import type { CaptureReader } from '../capture/capture.ts'
import { readQuery } from './queries.ts'
import { RunningQuery, type RunningQueryOptions } from './running-query.ts'

type Asked = { readonly running: RunningQuery; readonly fault?: never } | { readonly running?: never; readonly fault: QueryFault }

/**
 * Asks one query of one capture, for those who have no engine around them. It scans until it is ended.
 *
 * @throws AppError 'capture.unreadable'
 */
export async function askCapture(
  reader: CaptureReader,
  text: string,
  options: Pick<RunningQueryOptions, 'context' | 'originUs' | 'onProgress'>,
): Promise<Asked> {
  const { query, fault } = await readQuery(text)
  if (fault) return { fault }
  // Ids tell queries and captures of an engine apart; here is only one of each.
  const [id, capture] = [1 as QueryId, '' as CaptureId]
  return { running: await RunningQuery.start({ ...options, id, capture, reader, query }) }
}
