import type { ProxyFacts } from '#shared/model/handshake.ts'
import { useText } from '../i18n/i18n.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Facts } from '../ui/Facts.tsx'
import { Section } from '../ui/Section.tsx'
import { oneLine, rawLines } from '../ui/wire-text.ts'
import { BodyView } from './BodyView.tsx'
import { HeadView } from './HeadView.tsx'
import { TlsFactsView } from './TlsFactsView.tsx'

const KINDS: Readonly<Record<ProxyFacts['kind'], string>> = { http: 'HTTP CONNECT', https: 'HTTPS CONNECT', socks5: 'SOCKS5' }

/** The proxy between: where it is, who named it, what it was asked and what it said. */
export function ProxyView({ proxy, atMs }: { readonly proxy: ProxyFacts; readonly atMs: number }) {
  const text = useText('handshake')
  const { url, kind, source, request, response, socksAnswer, tls } = proxy
  const said = response ? `${response.status} ${oneLine(response.statusText)}` : text(socksAnswer ? 'proxyAnswered' : 'noAnswer')
  return (
    <>
      <Section title={text('proxy')} aside={said}>
        <Facts
          facts={[
            { name: text('proxyAddress'), value: oneLine(url), isWire: true },
            { name: text('proxyKind'), value: KINDS[kind] },
            { name: text('proxySource'), value: source === 'spec' ? text('proxyOfSpec') : oneLine(source), isWire: source !== 'spec' },
            ...(socksAnswer === null ? [] : [{ name: text('socksAnswer'), value: spaced(socksAnswer) || text('none'), isWire: true }]),
          ]}
        />
      </Section>
      {tls && (
        <Section title={text('proxyTls')} aside={`${tls.version} ${tls.cipher}`} isOpen={!tls.authorized}>
          <TlsFactsView tls={tls} atMs={atMs} />
        </Section>
      )}
      {request !== null && (
        <Section title={text('proxyRequest')} isOpen={false} actions={<CopyButton label={text('copyProxyRequest')} text={() => request} />}>
          <pre className="wire handshake-raw">{rawLines(request)}</pre>
        </Section>
      )}
      {response && (
        <HeadView
          title={text('proxyAnswer')}
          firstLine={`${response.version} ${response.status} ${response.statusText}`}
          headers={response.headers}
          raw={response.raw}
          copyLabel={text('copyProxyAnswer')}
        />
      )}
      {response?.body && <BodyView body={response.body} />}
    </>
  )
}

/** Hexadecimal in bytes. */
const spaced = (hex: string): string => hex.match(/../g)?.join(' ') ?? ''
