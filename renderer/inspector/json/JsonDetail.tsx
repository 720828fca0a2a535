import { useText } from '#renderer/i18n/i18n.ts'
import { CopyButton } from '#renderer/ui/CopyButton.tsx'
import { formatCount } from '#renderer/ui/format.ts'
import { manyLines, oneLine } from '#renderer/ui/wire-text.ts'
import { decodeString, type JsonDocument } from './json-document.ts'
import type { JsonRow } from './json-tree.ts'

const MOST_SHOWN = 4_000
const MOST_PATH_SHOWN = 400

/** The selected node: its path, and what a long or escaped value says. */
export function JsonDetail({ document, row }: { readonly document: JsonDocument; readonly row: JsonRow }) {
  const text = useText('inspector')
  const { node } = row
  const path = document.path(node)
  const isString = document.kind(node) === 'string'
  const raw = document.raw(node, MOST_SHOWN + 1)
  const isLong = document.length(node) > MOST_SHOWN
  const decoded = isString && !isLong ? decodeString(raw) : ''
  const isWorthShowing = !document.isContainer(node) && (raw.length > 40 || raw.includes('\\'))
  return (
    <footer className="json-detail">
      <div className="json-detail-line">
        <code className="wire json-detail-path" title={oneLine(path.slice(-MOST_PATH_SHOWN))}>
          {oneLine(path.length > MOST_PATH_SHOWN ? `…${path.slice(-MOST_PATH_SHOWN)}` : path)}
        </code>
        <CopyButton label={text('copyPath')} text={() => path} />
        <CopyButton label={text('copyValue')} text={() => document.raw(node)} />
      </div>
      {isWorthShowing && (
        <pre className="wire json-detail-value">
          {isString && !isLong ? manyLines(decoded) : oneLine(raw.slice(0, MOST_SHOWN))}
          {isLong && `… ${text('jsonCharacters', { length: formatCount(document.length(node)) })}`}
        </pre>
      )}
    </footer>
  )
}
