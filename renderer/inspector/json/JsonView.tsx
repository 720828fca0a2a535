import { useText } from '#renderer/i18n/i18n.ts'
import { FailureNote } from '#renderer/ui/FailureNote.tsx'
import { formatBytes } from '#renderer/ui/format.ts'
import { useNewest } from '#renderer/ui/use-newest.ts'
import { oneLine } from '#renderer/ui/wire-text.ts'
import { failureOf } from '#shared/errors.ts'
import { type InspectedFrame, readPayload } from '../inspected-frame.ts'
import { decodeUtf8 } from '../text/payload-text.ts'
import { JsonTree } from './JsonTree.tsx'
import { type JsonFault, type JsonResult, readJson } from './json-reader.ts'
import './json-view.css'

/** The largest payload that is read as a tree. */
const MOST_BYTES = 16 * 1024 * 1024

/** A payload as a JSON tree, or why it is none. Mount it anew (key) for another payload. */
export function JsonView({ inspected }: { readonly inspected: InspectedFrame }) {
  const text = useText('inspector')
  const { total } = inspected.source
  if (total === 0) return <p className="inspector-note">{text('empty')}</p>
  if (total > MOST_BYTES) {
    return <p className="inspector-note">{text('jsonTooLarge', { size: formatBytes(total), most: formatBytes(MOST_BYTES) })}</p>
  }
  return inspected.json ? <Result result={inspected.json} /> : <Reading inspected={inspected} />
}

function Reading({ inspected }: { readonly inspected: InspectedFrame }) {
  const text = useText('inspector')
  const { answer, error } = useNewest(inspected, readWhole)
  if (error !== undefined) return <FailureNote failure={failureOf(error)} />
  return answer ? <Result result={answer} /> : <p className="inspector-note">{text('jsonReading')}</p>
}

const readWhole = async ({ source }: InspectedFrame): Promise<JsonResult> =>
  readJson(decodeUtf8(await readPayload(source, 0, source.total)).text)

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
