import type { CaptureId } from '#shared/model/ids.ts'
import type { QueryFault } from '#shared/query/fault.ts'
import { parseQuery } from '#shared/query/parse.ts'
import { useText } from '../i18n/i18n.ts'
import { queryOf, useQueries } from './query-store.ts'

/** What is wrong with the query, under the place where it is. Hangs over the list, which does not move for it. */
export function Fault({ capture }: { readonly capture: CaptureId }) {
  const text = useText('query')
  const { draft, fault: told } = useQueries(queryOf(capture))
  const fault = told ?? whileTyping(draft)
  if (!fault) return null
  return (
    <div className="query-fault">
      <span className="query-fault-mark wire" aria-hidden="true">
        {' '.repeat(fault.at)}
        {'^'.repeat(Math.max(1, fault.length))}
      </span>
      <p role="alert">✕ {text(`fault_${fault.id}`, fault.values)}</p>
    </div>
  )
}

/** Somebody who is writing need not hear that they have not finished. */
function whileTyping(draft: string): QueryFault | null {
  const { fault } = parseQuery(draft)
  return fault && fault.length > 0 && fault.at + fault.length < draft.length ? fault : null
}
