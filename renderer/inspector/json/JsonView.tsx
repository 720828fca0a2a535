import { useText } from '#renderer/i18n/i18n.ts'
import { FailureNote } from '#renderer/ui/FailureNote.tsx'
import { formatBytes } from '#renderer/ui/format.ts'
import { useNewest } from '#renderer/ui/use-newest.ts'
import { oneLine } from '#renderer/ui/wire-text.ts'
import { failureOf } from '#shared/errors.ts'
import type { Payload } from '../payload.ts'
import { decodeUtf8 } from '../text/payload-text.ts'
import { ViewLimit } from '../ViewLimit.tsx'
import { JsonTree } from './JsonTree.tsx'
import { type JsonFault, type JsonResult, readJson } from './json-reader.ts'
import './json-view.css'

/** The largest payload that is read as a tree. */
const MOST_BYTES = 16 * 1024 * 1024

/** A payload as a JSON tree, or why it is none. Mount it anew (key) for another payload. */
export function JsonView({ payload }: { readonly payload: Payload }) {
  const text = useText('inspector')
  const { total } = payload.source
  if (total === 0) return <p className="inspector-note">{text('empty')}</p>
  if (total > MOST_BYTES) {
    return <ViewLimit view="text">{text('jsonTooLarge', { size: formatBytes(total), most: formatBytes(MOST_BYTES) })}</ViewLimit>
  }
  return payload.json ? <Result result={payload.json} /> : <Reading payload={payload} />
}

function Reading({ payload }: { readonly payload: Payload }) {
  const text = useText('inspector')
  const { answer, error } = useNewest(payload, readWhole)
  if (error !== undefined) return <FailureNote failure={failureOf(error)} />
  return answer ? <Result result={answer} /> : <p className="inspector-note">{text('jsonReading')}</p>
}

const readWhole = async ({ source }: Payload): Promise<JsonResult> => readJson(decodeUtf8(await source.read(0, source.total)).text)

function Result({ result }: { readonly result: JsonResult }) {
  return 'document' in result ? <JsonTree document={result.document} /> : <Fault fault={result.fault} />
}

function Fault({ fault }: { readonly fault: JsonFault }) {
  const text = useText('inspector')
  const { reason, line, column, found } = fault
  return (
    <div className="inspector-note">
      <p>
        <strong>{text(reason === 'too-many' ? 'jsonTooMany' : 'jsonNot')}</strong>
      </p>
      {reason !== 'too-many' && <p>{text(`jsonFault_${reason}`, { line, column, found: oneLine(found) })}</p>}
    </div>
  )
}
