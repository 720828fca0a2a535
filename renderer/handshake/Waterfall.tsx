import type { ConnectAttempt, HandshakeTimings } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { formatMs } from '../ui/format.ts'
import { oneLine } from '../ui/wire-text.ts'
import { endText } from './end-text.ts'
import { type AttemptBar, waterfallBars } from './waterfall.ts'

const SIGNS: Readonly<Record<ConnectAttempt['outcome'], string>> = { trying: '…', connected: '✓', failed: '✕', abandoned: '–' }

/** How long each phase took, on one scale; below TCP each attempt to connect. */
export function Waterfall({ timings, attempts }: { readonly timings: HandshakeTimings; readonly attempts: readonly ConnectAttempt[] }) {
  const text = useText('handshake')
  const bars = waterfallBars(timings, attempts)
  const before = bars.phases.filter(({ phase }) => phase === 'dns' || phase === 'tcp')
  const after = bars.phases.filter((bar) => !before.includes(bar))
  return (
    <table className="waterfall">
      <caption className="visually-hidden">{text('timings')}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{text('phase')}</th>
          <th scope="col">{text('place')}</th>
          <th scope="col">{text('duration')}</th>
        </tr>
      </thead>
      <tbody>
        {before.map((bar) => (
          <PhaseRow key={bar.phase} name={text(`phase_${bar.phase}`)} kind={bar.phase} {...bar} />
        ))}
        {bars.attempts.map((bar, index) => (
          <AttemptRow key={index} {...bar} />
        ))}
        {after.map((bar) => (
          <PhaseRow key={bar.phase} name={text(`phase_${bar.phase}`)} kind={bar.phase} {...bar} />
        ))}
        <tr className="waterfall-total">
          <th scope="row">{text('phase_total')}</th>
          <td className="waterfall-scale" />
          <td className="is-numeric">{formatMs(timings.total)}</td>
        </tr>
      </tbody>
    </table>
  )
}

function PhaseRow({
  name,
  kind,
  ms,
  start,
  width,
}: {
  readonly name: string
  readonly kind: string
  readonly ms: number
  readonly start: number
  readonly width: number
}) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="waterfall-scale">
        <span className={`waterfall-bar is-${kind}`} style={{ left: `${start}%`, width: `max(2px, ${width}%)` }} />
      </td>
      <td className="is-numeric">{formatMs(ms)}</td>
    </tr>
  )
}

/** One attempt: where to, when and how long, and what came of it. */
function AttemptRow({ attempt, start, width }: AttemptBar) {
  const text = useText('handshake')
  const { outcome, error, durationMs } = attempt
  return (
    <tr className={`waterfall-attempt is-${outcome}`}>
      <th scope="row">
        <span className="wire">{endText(attempt.address, attempt.port)}</span>
        <span className={outcome === 'connected' ? 'visually-hidden' : 'waterfall-outcome'}>
          {error === null ? text(`outcome_${outcome}`) : oneLine(error)}
        </span>
      </th>
      <td className="waterfall-scale">
        <span className={`waterfall-bar is-${outcome}`} style={{ left: `${start}%`, width: `max(2px, ${width}%)` }} />
      </td>
      <td className="is-numeric">
        <span className="waterfall-sign" aria-hidden="true">
          {SIGNS[outcome]}
        </span>{' '}
        {durationMs !== null && formatMs(durationMs)}
      </td>
    </tr>
  )
}
