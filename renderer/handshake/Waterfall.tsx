import type { HandshakeTimings } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { formatMs } from '../ui/format.ts'
import { phaseBars } from './waterfall.ts'

/** How long each phase took, on one scale. */
export function Waterfall({ timings }: { readonly timings: HandshakeTimings }) {
  const text = useText('handshake')
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
        {phaseBars(timings).map(({ phase, ms, start, width }) => (
          <tr key={phase}>
            <th scope="row">{text(`phase_${phase}`)}</th>
            <td className="waterfall-scale">
              <span className={`waterfall-bar is-${phase}`} style={{ left: `${start}%`, width: `max(2px, ${width}%)` }} />
            </td>
            <td className="is-numeric">{formatMs(ms)}</td>
          </tr>
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
