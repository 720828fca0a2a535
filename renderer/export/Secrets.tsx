import { useText } from '../i18n/i18n.ts'
import { Checkbox } from '../ui/Checkbox.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { formatCount } from '../ui/format.ts'
import { oneLine } from '../ui/wire-text.ts'
import { changeExport, findingKey, toggleFinding, useExport } from './export-store.ts'
import { lookForSecrets } from './exporting.ts'
import { OwnRule } from './OwnRule.tsx'
import { ProgressLine } from './ProgressLine.tsx'

/** What will be hidden, before anything is written: every rule that found something, with a switch. */
export function Secrets() {
  const text = useText('export')
  const { isRedacted, findings, looking } = useExport()
  const change = (on: boolean): void => {
    changeExport({ isRedacted: on })
    if (on) void lookForSecrets()
  }
  return (
    <section className="export-secrets" aria-label={text('secrets')}>
      <Checkbox checked={isRedacted} onChange={change}>
        {text('hide')}
      </Checkbox>
      {!isRedacted && <p className="export-warning">▲ {text('notHidden')}</p>}
      {isRedacted && (
        <>
          <p className="export-about">{text('hideText')}</p>
          {looking?.failure && <FailureNote failure={looking.failure} />}
          {findings !== null && findings.length > 0 && <FindingTable />}
          {/* Of one height whatever it says: what is below must not move from under the pointer. */}
          <div className="export-looking">
            {looking?.state === 'running' || (findings === null && !looking?.failure) ? (
              <ProgressLine progress={looking} label={text('looking')} />
            ) : (
              findings?.length === 0 && <p className="export-about">{text('nothingFound')}</p>
            )}
          </div>
          <OwnRule />
        </>
      )}
    </section>
  )
}

function FindingTable() {
  const text = useText('export')
  const { findings, kept } = useExport()
  return (
    <div className="export-findings">
      <table>
        <thead>
          <tr>
            <th scope="col">{text('columnHide')}</th>
            <th scope="col">{text('columnWhere')}</th>
            <th scope="col" className="export-number">
              {text('columnCount')}
            </th>
            <th scope="col">{text('columnSample')}</th>
          </tr>
        </thead>
        <tbody>
          {findings?.map((finding) => (
            <tr key={findingKey(finding)}>
              <td>
                <Checkbox
                  label={text('hideOne', { what: `${text(`kind_${finding.kind}`)} ${finding.rule}`.trim() })}
                  checked={!kept.has(findingKey(finding))}
                  disabled={finding.kind === 'literal' || finding.kind === 'unread'}
                  onChange={() => toggleFinding(finding)}
                />
              </td>
              <td>
                {text(`kind_${finding.kind}`)} <span className="wire">{oneLine(finding.rule)}</span>
              </td>
              <td className="export-number">{formatCount(finding.count)}</td>
              <td className="wire">{oneLine(finding.sample)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
