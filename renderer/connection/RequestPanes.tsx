import type { ReactNode } from 'react'
import { type ConnectionSpec, DEFAULT_SPEC } from '#shared/model/spec.ts'
import { useText } from '../i18n/i18n.ts'
import { changeSpec, tabOf, useTabs } from '../tabs/tabs-store.ts'
import { Tabs } from '../ui/Tabs.tsx'
import { AuthPane } from './AuthPane.tsx'
import { AutomaticHeaderSwitches } from './AutomaticHeaderSwitches.tsx'
import { OptionsPane } from './OptionsPane.tsx'
import { PairTable } from './PairTable.tsx'
import { ProxyPane } from './ProxyPane.tsx'
import { PANE_IDS, paneOf, showPane, usePanes } from './panes-store.ts'
import { SubprotocolTable } from './SubprotocolTable.tsx'
import { TlsPane } from './TlsPane.tsx'
import './request-panes.css'

/** What the handshake will ask for. Changes take effect at the next connect. */
export function RequestPanes({ tabId }: { readonly tabId: string }) {
  const text = useText('connection')
  const spec = useTabs((state) => tabOf(tabId)(state)?.draft.spec)
  const pane = usePanes(paneOf(tabId))
  if (!spec) return null
  const change = (part: Partial<ConnectionSpec>): void => changeSpec(tabId, part)
  const counted = (title: string, items: readonly { readonly enabled: boolean }[]): ReactNode => (
    <>
      {title} <Count count={items.filter((item) => item.enabled).length} />
    </>
  )
  const marked = (title: string, ...parts: readonly ('auth' | 'tls' | 'proxy' | 'addresses' | 'options')[]): ReactNode => (
    <>
      {title} {parts.some((part) => JSON.stringify(spec[part]) !== JSON.stringify(DEFAULT_SPEC[part])) && <Changed />}
    </>
  )
  return (
    <section className="request-panes" aria-label={text('request')}>
      <Tabs
        label={text('request')}
        value={pane}
        onChange={(id) => showPane(tabId, PANE_IDS.find((known) => known === id) ?? 'params')}
        items={[
          {
            id: 'params',
            title: counted(text('params'), spec.params),
            content: (
              <PairTable
                label={text('params')}
                noun={text('param')}
                pairs={spec.params}
                onChange={(params) => change({ params })}
                hint={text('paramsHint')}
              />
            ),
          },
          {
            id: 'headers',
            title: counted(text('headers'), spec.headers),
            content: (
              <>
                <AutomaticHeaderSwitches spec={spec} onChange={change} />
                <PairTable
                  label={text('headers')}
                  noun={text('header')}
                  pairs={spec.headers}
                  onChange={(headers) => change({ headers })}
                  hint={text('headersHint')}
                />
              </>
            ),
          },
          {
            id: 'subprotocols',
            title: counted(text('subprotocols'), spec.subprotocols),
            content: <SubprotocolTable offers={spec.subprotocols} onChange={(subprotocols) => change({ subprotocols })} />,
          },
          {
            id: 'auth',
            title: marked(text('auth'), 'auth'),
            content: <AuthPane auth={spec.auth} headers={spec.headers} onChange={(auth) => change({ auth })} />,
          },
          { id: 'tls', title: marked(text('tls'), 'tls'), content: <TlsPane tls={spec.tls} onChange={(tls) => change({ tls })} /> },
          {
            id: 'proxy',
            title: marked(text('proxy'), 'proxy'),
            content: <ProxyPane proxy={spec.proxy} onChange={(proxy) => change({ proxy })} />,
          },
          {
            id: 'options',
            title: marked(text('options'), 'options', 'addresses'),
            content: <OptionsPane spec={spec} onChange={change} />,
          },
        ]}
      />
    </section>
  )
}

const Count = ({ count }: { readonly count: number }) => (count > 0 ? <span className="request-count">{count}</span> : null)

/** Something in the pane is not as it is by itself. */
function Changed() {
  const text = useText('connection')
  return (
    <span className="request-changed" title={text('changed')}>
      <span className="visually-hidden">{text('changed')}</span>
    </span>
  )
}
