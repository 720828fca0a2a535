import type { HandshakeReport } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { FailureNote } from '../ui/FailureNote.tsx'
import { formatMs } from '../ui/format.ts'
import { Section } from '../ui/Section.tsx'
import { oneLine, rawLines } from '../ui/wire-text.ts'
import { AcceptSteps } from './AcceptSteps.tsx'
import { BodyView } from './BodyView.tsx'
import { Checks } from './Checks.tsx'
import { CookieFacts } from './CookieFacts.tsx'
import { HeadView } from './HeadView.tsx'
import { NegotiatedFacts } from './NegotiatedFacts.tsx'
import { Notes } from './Notes.tsx'
import { PeerFacts } from './PeerFacts.tsx'
import { ProxyView } from './ProxyView.tsx'
import { TlsFactsView } from './TlsFactsView.tsx'
import { Waterfall } from './Waterfall.tsx'

/** One request of an opening handshake and what came of it. */
export function HopView({ report }: { readonly report: HandshakeReport }) {
  const text = useText('handshake')
  const { checks, request, response, accept, negotiated, peer, proxy, tls, unreadable, timingsMs } = report
  const atMs = report.timeUs / 1000
  const broken = checks.filter((check) => !check.ok).length
  return (
    <div className="handshake">
      <StatusLine report={report} />
      <Notes notes={report.notes} />
      {report.failure && <FailureNote failure={report.failure} />}
      {checks.length > 0 && (
        <Section
          title={text('checks')}
          aside={broken === 0 ? text('checksKept', { count: checks.length }) : text('checksBroken', { count: broken })}
        >
          <Checks checks={checks} />
        </Section>
      )}
      <Section title={text('timings')} aside={formatMs(timingsMs.total)}>
        <Waterfall timings={timingsMs} attempts={report.attempts} />
      </Section>
      {proxy && <ProxyView proxy={proxy} atMs={atMs} />}
      {request && (
        <HeadView
          title={text('request')}
          firstLine={`${request.method} ${request.target} HTTP/1.1`}
          headers={request.headers}
          raw={request.raw}
          copyLabel={text('copyRequest')}
        />
      )}
      {response && (
        <HeadView
          title={text('answer')}
          firstLine={`${response.version} ${response.status} ${response.statusText}`}
          headers={response.headers}
          raw={response.raw}
          copyLabel={text('copyAnswer')}
        />
      )}
      {report.cookies && report.cookies.sent.length + report.cookies.offered.length > 0 && (
        <Section title={text('cookies')} aside={text('cookiesOffered', { count: report.cookies.offered.length })}>
          <CookieFacts cookies={report.cookies} />
        </Section>
      )}
      {response?.body && <BodyView body={response.body} />}
      {unreadable !== null && (
        <Section title={text('unreadable')} aside={text('unreadableNote')}>
          <pre className="wire handshake-raw">{rawLines(unreadable)}</pre>
        </Section>
      )}
      {accept && (
        <Section title={text('accept')} aside="Sec-WebSocket-Accept">
          <AcceptSteps accept={accept} />
        </Section>
      )}
      {negotiated && (
        <Section title={text('negotiated')}>
          <NegotiatedFacts negotiated={negotiated} />
        </Section>
      )}
      {peer && (
        <Section title={text('peer')}>
          <PeerFacts peer={peer} />
        </Section>
      )}
      {tls && (
        <Section title="TLS" aside={`${tls.version} ${tls.cipher}`}>
          <TlsFactsView tls={tls} atMs={atMs} />
        </Section>
      )}
    </div>
  )
}

function StatusLine({ report }: { readonly report: HandshakeReport }) {
  const text = useText('handshake')
  const { response, failure } = report
  const isOpen = response?.status === 101 && failure === null
  const isFollowed = report.notes.some(({ id }) => id === 'redirect-followed')
  const tone = isOpen ? 'is-good' : failure ? 'is-bad' : ''
  const sign = isOpen ? '✓ ' : failure ? '✕ ' : isFollowed ? '→ ' : '… '
  return (
    <header className="handshake-status">
      <strong className={tone}>
        <span aria-hidden="true">{sign}</span>
        {response ? `${response.status} ${oneLine(response.statusText)}` : text(failure ? 'noAnswer' : 'waiting')}
      </strong>
      <span className="wire handshake-url" title={oneLine(report.url)}>
        {oneLine(report.url)}
      </span>
    </header>
  )
}
