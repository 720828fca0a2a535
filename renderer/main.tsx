import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ui/tokens.css'
import './ui/base.css'
import { App } from './App.tsx'
import { beginConnections } from './connection/connections-store.ts'
import { beginSession } from './host/session.ts'
import { beginTexts } from './i18n/i18n.ts'
import { beginSettings } from './settings/settings-store.ts'
import { StartFailure } from './welcome/StartFailure.tsx'

async function begin(): Promise<void> {
  const element = document.getElementById('root')
  if (!element) throw new Error('index.html has no #root')
  const root = createRoot(element)
  const show = (content: React.ReactNode) => root.render(<StrictMode>{content}</StrictMode>)
  try {
    await beginTexts()
    await beginSession(() => show(<StartFailure error={null} />))
    await Promise.all([beginSettings(), beginConnections()])
    show(<App />)
  } catch (error) {
    show(<StartFailure error={error} />)
  }
}

void begin()
