import { useState } from 'react'
import type { RawHeader } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Section } from '../ui/Section.tsx'
import { oneLine, rawLines } from '../ui/wire-text.ts'

/** The head of a request or an answer as it crossed the wire: as a table, or raw. */
export function HeadView({
  title,
  firstLine,
  headers,
  raw,
  copyLabel,
}: {
  readonly title: string
  readonly firstLine: string
  readonly headers: readonly RawHeader[]
  readonly raw: string
  readonly copyLabel: string
}) {
  const text = useText('handshake')
  const [isRaw, setRaw] = useState(false)
  return (
    <Section
      title={title}
      aside={text('headerCount', { count: headers.length })}
      actions={
        <>
          <Button look="quiet" className="handshake-toggle" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
            {text('raw')}
          </Button>
          <CopyButton label={copyLabel} text={() => raw} />
        </>
      }
    >
      {isRaw ? (
        <pre className="wire handshake-raw">{rawLines(raw)}</pre>
      ) : (
        <table className="handshake-head wire">
          <caption>{oneLine(firstLine)}</caption>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{text('name')}</th>
              <th scope="col">{text('value')}</th>
            </tr>
          </thead>
          <tbody>
            {headers.map(([name, value], index) => (
              <tr key={index}>
                <th scope="row">{oneLine(name)}</th>
                <td>{oneLine(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}
