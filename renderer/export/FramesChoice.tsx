import { useText } from '../i18n/i18n.ts'
import { TextField } from '../ui/TextField.tsx'
import { changeExport, type FramesKind, useExport } from './export-store.ts'
import { lookForSecrets } from './exporting.ts'

const KINDS = ['all', 'frames', 'query'] as const satisfies readonly FramesKind[]

/** All frames, the chosen ones, or those a query is about. */
export function FramesChoice() {
  const text = useText('export')
  const { subject, framesKind, query } = useExport()
  const count = subject?.selectedCount ?? 0
  const choose = (kind: FramesKind): void => {
    changeExport({ framesKind: kind })
    void lookForSecrets()
  }
  return (
    <fieldset className="export-line export-frames">
      <legend className="export-label">{text('what')}</legend>
      {KINDS.map((kind) => (
        <label key={kind} className="export-choice">
          <input
            type="radio"
            name="export-frames"
            checked={framesKind === kind}
            disabled={kind === 'frames' && count === 0}
            onChange={() => choose(kind)}
          />
          {text(`what_${kind}`, { count })}
        </label>
      ))}
      {framesKind === 'query' && (
        <TextField
          label={text('query')}
          placeholder="dir:in op:text size>1k"
          isWire
          value={query}
          onChange={(event) => changeExport({ query: event.target.value })}
          onBlur={() => void lookForSecrets()}
        />
      )}
    </fieldset>
  )
}
