import { oneLine } from '#renderer/ui/wire-text.ts'
import type { MarkupRows } from './markup-rows.ts'
import { type Token, tokensBetween } from './markup-tokens.ts'
import type { SourceText } from './read-source.ts'

const INDENT = '  '

/** One line of source: its number, and its tokens. A match that begins or goes on in it is marked. */
export function SourceRow({
  source,
  rows,
  row,
  match,
}: {
  readonly source: SourceText
  readonly rows: MarkupRows
  readonly row: number
  readonly match: { readonly start: number; readonly end: number } | null
}) {
  const [start, end] = [rows.start[row] ?? 0, rows.end[row] ?? 0]
  const tokens = tokensBetween(source.text, source.nodes, start, end)
  const line = rows.line[row] ?? 0
  const isShownAbove = line === 0 || rows.line[row - 1] === line
  return (
    <div className="source-row">
      <span className="source-line" aria-hidden="true">
        {isShownAbove ? '' : line}
      </span>
      <span className="source-code">
        {INDENT.repeat(rows.indent[row] ?? 0)}
        {(match === null ? tokens : tokens.flatMap((token) => aroundMatch(token, match))).map((token) => (
          <span key={token.start} className={`is-${token.kind} ${isWithin(token, match) ? 'is-found' : ''}`}>
            {written(source.text.slice(token.start, token.end))}
          </span>
        ))}
      </span>
    </div>
  )
}

/** Tabs keep their width; every other sign that hides or turns text is shown. */
const written = (text: string): string => text.split('\t').map(oneLine).join('\t')

const isWithin = ({ start, end }: Token, match: { readonly start: number; readonly end: number } | null): boolean =>
  match !== null && start >= match.start && end <= match.end

/** A token cut where the match begins and ends. */
function aroundMatch({ kind, start, end }: Token, match: { readonly start: number; readonly end: number }): readonly Token[] {
  const cuts = [start, Math.min(end, Math.max(start, match.start)), Math.min(end, Math.max(start, match.end)), end]
  return cuts.slice(1).flatMap((to, index) => {
    const from = cuts[index] ?? start
    return from < to ? [{ kind, start: from, end: to }] : []
  })
}
