import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ui/tokens.css'
import './ui/base.css'
import { App } from './App.tsx'
import { beginNotes } from './capture/notes-store.ts'
import { beginDropping } from './collections/dropping.ts'
import { beginKeyboard } from './commands/keyboard.ts'
import { prepareEditor } from './composer/load-editor.ts'
import { beginConnections } from './connection/connections-store.ts'
import { beginHistory } from './history/history-store.ts'
import { beginSession } from './host/session.ts'
import { beginTexts } from './i18n/i18n.ts'
import { beginLibrary } from './library/library-store.ts'
import { beginQueries } from './query/query-actions.ts'
import { beginAppearance } from './settings/appearance.ts'
import { beginSettings, useSettings } from './settings/settings-store.ts'
import { beginAppInfo } from './status/app-info.ts'
import { beginFollowingFiles } from './tabs/follow-files.ts'
import { restoreTabs } from './tabs/open-tabs.ts'
import { StartFailure } from './welcome/StartFailure.tsx'

async function begin(): Promise<void> {
  const element = document.getElementById('root')
  if (!element) throw new Error('index.html has no #root')
  const root = createRoot(element)
  const show = (content: React.ReactNode) => root.render(<StrictMode>{content}</StrictMode>)
  try {
    await beginTexts()
    beginAppearance()
    await beginSession(() => show(<StartFailure error={null} />))
    beginQueries()
    beginNotes()
    const [connections] = await Promise.all([beginConnections(), beginSettings(), beginAppInfo(), beginLibrary()])
    await restoreTabs(useSettings.getState().tabs, connections)
    beginFollowingFiles()
    beginHistory()
    beginKeyboard()
    beginDropping()
    show(<App />)
    prepareEditor()
  } catch (error) {
    show(<StartFailure error={error} />)
  }
}

void begin()
