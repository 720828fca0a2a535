import type { HandshakeReport } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { formatMs } from '../ui/format.ts'
import { oneLine } from '../ui/wire-text.ts'
import './hops-waterfall.css'
import { hopBars } from './hops-waterfall.ts'

/** Redirects and what they cost: each hop on the scale of the whole handshake. */
export function HopsWaterfall({ hops }: { readonly hops: readonly HandshakeReport[] }) {
  const text = useText('handshake')
  const { bars, totalMs } = hopBars(hops)
  return (
    <table className="waterfall hops-waterfall">
      <caption className="visually-hidden">{text('allHops')}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{text('hops')}</th>
          <th scope="col">{text('place')}</th>
          <th scope="col">{text('duration')}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ report, start, width, phases }) => (
          <tr key={report.hop}>
            <th scope="row">
              {report.hop + 1}
              <span className="wire hops-waterfall-place" title={oneLine(report.url)}>
                {oneLine(placeOf(report.url))}
              </span>
            </th>
            <td className="waterfall-scale">
              <span className="waterfall-bar is-whole" style={{ left: `${start}%`, width: `max(2px, ${width}%)` }} />
              {phases.map((bar) => (
                <span
                  key={bar.phase}
                  className={`waterfall-bar is-${bar.phase}`}
                  title={text(`phase_${bar.phase}`)}
                  style={{ left: `${bar.start}%`, width: `max(1px, ${bar.width}%)` }}
                />
              ))}
            </td>
            <td className="is-numeric">{formatMs(report.timingsMs.total)}</td>
          </tr>
        ))}
        <tr className="waterfall-total">
          <th scope="row">{text('phase_total')}</th>
          <td className="waterfall-scale" />
          <td className="is-numeric">{formatMs(totalMs)}</td>
        </tr>
      </tbody>
    </table>
  )
}

/** Host and path: what tells one hop from the next. */
const placeOf = (url: string): string => url.replace(/^wss?:\/\//, '')
