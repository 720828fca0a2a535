import { PanelLeft, Search } from 'lucide-react'
import './app.css'
import { ImportDialog } from './collections/ImportDialog.tsx'
import { showOverlay } from './commands/overlay-store.ts'
import { Palette } from './commands/Palette.tsx'
import { ShortcutList } from './commands/ShortcutList.tsx'
import { CookieDialog } from './cookies/CookieDialog.tsx'
import { CopyDialog } from './copy-as/CopyDialog.tsx'
import { ExportDialog } from './export/ExportDialog.tsx'
import { HistoryPanel } from './history/HistoryPanel.tsx'
import { useText } from './i18n/i18n.ts'
import { LibraryPanel } from './library/LibraryPanel.tsx'
import { isLibraryShown, toggleLibrary } from './library/library-shown.ts'
import { MoveDialog } from './library/MoveDialog.tsx'
import { Notices } from './notices/Notices.tsx'
import { SettingsMenu } from './settings/SettingsMenu.tsx'
import { useSettings } from './settings/settings-store.ts'
import { StatusLine } from './status/StatusLine.tsx'
import { TabStrip } from './tabs/TabStrip.tsx'
import { TabView } from './tabs/TabView.tsx'
import { useTabs } from './tabs/tabs-store.ts'
import { IconButton } from './ui/Button.tsx'
import { Split } from './ui/Split.tsx'
import { formatShortcut } from './ui/shortcut.ts'
import { Welcome } from './welcome/Welcome.tsx'

/** The window: where features meet. */
export function App() {
  const isShown = useSettings(isLibraryShown)
  return (
    <div className="app">
      <AppBar />
      <div className="app-body">
        <Split
          name="app"
          direction="horizontal"
          panels={[
            { id: 'library', content: <Side />, defaultSize: 18, minSize: 180, isHidden: !isShown },
            { id: 'tabs', content: <Work />, defaultSize: 82, minSize: 480 },
          ]}
        />
      </div>
      <StatusLine />
      <Notices />
      <Palette />
      <ShortcutList />
      <MoveDialog />
      <CookieDialog />
      <ExportDialog />
      <ImportDialog />
      <CopyDialog />
    </div>
  )
}

/** What is on the disk: specs above, captures below. */
function Side() {
  return (
    <Split
      name="side"
      direction="vertical"
      panels={[
        { id: 'specs', content: <LibraryPanel />, defaultSize: 60, minSize: 100 },
        { id: 'history', content: <HistoryPanel />, defaultSize: 40, minSize: 100 },
      ]}
    />
  )
}

function Work() {
  const activeId = useTabs((state) => state.activeId)
  return (
    <main className="app-work">
      <TabStrip />
      {activeId ? <TabView key={activeId} tabId={activeId} /> : <Welcome />}
    </main>
  )
}

function AppBar() {
  const text = useText('commands')
  const libraryText = useText('library')
  const isShown = useSettings(isLibraryShown)
  return (
    <header className="app-bar">
      <IconButton
        label={libraryText('toggle')}
        shortcut={formatShortcut('Mod+B')}
        aria-pressed={isShown}
        icon={<PanelLeft size={16} />}
        onClick={toggleLibrary}
      />
      <span className="app-name">Sockscope</span>
      <button type="button" className="app-search" aria-haspopup="dialog" onClick={() => showOverlay('palette')}>
        <Search size={14} aria-hidden="true" />
        <span>{text('search')}</span>
        <kbd className="kbd">{formatShortcut('Mod+K')}</kbd>
      </button>
      <SettingsMenu />
    </header>
  )
}
