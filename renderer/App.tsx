import { LibraryPanel } from './library/LibraryPanel.tsx'
import { StatusLine } from './status/StatusLine.tsx'
import { TabView } from './tabs/TabView.tsx'
import { EMPTY_SAVED, openTab, useTabs } from './tabs/tabs-store.ts'
import { Split } from './ui/Split.tsx'

/** The window. */
export function App() {
  const activeId = useTabs((state) => state.activeId)
  return (
    <div style={{ display: 'flex', flexDirection: 'column', height: '100%' }}>
      <button type="button" onClick={() => openTab({ origin: null, name: 'New', draft: EMPTY_SAVED, saved: null })}>
        New connection
      </button>
      <Split
        name="app"
        direction="horizontal"
        panels={[
          { id: 'library', content: <LibraryPanel />, defaultSize: 18, minSize: 160 },
          { id: 'tabs', content: activeId ? <TabView key={activeId} tabId={activeId} /> : null, defaultSize: 82 },
        ]}
      />
      <StatusLine />
    </div>
  )
}
