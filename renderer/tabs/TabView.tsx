import { useShallow } from 'zustand/react/shallow'
import { CapturePane } from '../capture/CapturePane.tsx'
import { Composer } from '../composer/Composer.tsx'
import { ConnectionBar } from '../connection/ConnectionBar.tsx'
import { ConnectionStrip } from '../connection/ConnectionStrip.tsx'
import { columnsOf, useConnections } from '../connection/connections-store.ts'
import { ReconnectStrip } from '../connection/ReconnectStrip.tsx'
import { RequestPanes } from '../connection/RequestPanes.tsx'
import { CaptureHead } from '../history/CaptureHead.tsx'
import { useText } from '../i18n/i18n.ts'
import { Inspector } from '../inspector/Inspector.tsx'
import { QueryBar } from '../query/QueryBar.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Split } from '../ui/Split.tsx'
import { panelElementId, tabElementId } from './element-ids.ts'
import { SaveConflict } from './SaveConflict.tsx'
import './tab-view.css'
import { tabOf, useTabs } from './tabs-store.ts'

/** One tab: where features meet. Bar, request, frames and composer on the left; the inspector on the right. */
export function TabView({ tabId }: { readonly tabId: string }) {
  const current = useTabs((state) => tabOf(tabId)(state)?.current ?? null)
  const isReadOnly = useTabs((state) => tabOf(tabId)(state)?.isReadOnly ?? false)
  const work = isReadOnly ? (
    <div className="tab-work">
      <CaptureHead tabId={tabId} />
      <Captures tabId={tabId} />
    </div>
  ) : (
    <div className="tab-work">
      <ConnectionBar tabId={tabId} />
      <Split
        name="tab"
        direction="vertical"
        panels={[
          { id: 'request', content: <RequestPanes tabId={tabId} />, defaultSize: 27 },
          { id: 'capture', content: <Captures tabId={tabId} />, defaultSize: 47 },
          { id: 'composer', content: <Composer tabId={tabId} />, defaultSize: 26 },
        ]}
      />
    </div>
  )
  return (
    <div className="tab-panel" role="tabpanel" id={panelElementId(tabId)} aria-labelledby={tabElementId(tabId)}>
      <SaveConflict tabId={tabId} />
      <div className="tab-panel-body">
        <Split
          name="inspector"
          direction="horizontal"
          panels={[
            { id: 'work', content: work, defaultSize: 64, minSize: 360 },
            { id: 'inspector', content: <Inspector id={current} />, defaultSize: 36, minSize: 240 },
          ]}
        />
      </div>
    </div>
  )
}

/** The tab's connections: the current one, or all of them in columns. */
function Captures({ tabId }: { readonly tabId: string }) {
  const text = useText('tabs')
  const tab = useTabs(tabOf(tabId))
  const columns = useConnections(useShallow(columnsOf(tab)))
  if (!tab) return null
  const shown = tab.isSideBySide ? columns : tab.connections.filter((id) => id === tab.current)
  return (
    <div className="tab-captures">
      <ConnectionStrip tabId={tabId} />
      {tab.current !== null && <ReconnectStrip id={tab.current} />}
      {shown.length === 0 && <EmptyState title={text('notConnected')}>{text('notConnectedText')}</EmptyState>}
      <div className="tab-columns" hidden={shown.length === 0}>
        {shown.map((id) => (
          <CapturePane key={id} id={id} queryBar={<QueryBar id={id} />} />
        ))}
      </div>
    </div>
  )
}
