import { type FormEvent, useState } from 'react'
import { connectTab } from '../connection/actions.ts'
import { useText } from '../i18n/i18n.ts'
import { openNewTab } from '../tabs/open-tabs.ts'
import { Button } from '../ui/Button.tsx'
import { TextField } from '../ui/TextField.tsx'
import { DemoOffer } from './DemoOffer.tsx'
import { KeyHints } from './KeyHints.tsx'
import { SavedList } from './SavedList.tsx'
import './welcome.css'

/** What stands where no tab is open: a URL to begin with, and something to talk to for whoever has none. */
export function Welcome() {
  const text = useText('welcome')
  const [url, setUrl] = useState('')

  function begin(event: FormEvent): void {
    event.preventDefault()
    void connectTab(openNewTab(url.trim()))
  }

  return (
    <div className="welcome">
      <div className="welcome-column">
        <h1 className="welcome-title">{text('title')}</h1>
        <p className="welcome-lead">{text('lead')}</p>
        <form className="welcome-begin" onSubmit={begin}>
          <TextField
            label={text('url')}
            isWire
            autoFocus
            placeholder="wss://example.org/socket"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
          <Button look="primary" type="submit" disabled={url.trim() === ''}>
            {text('connect')}
          </Button>
        </form>
        <DemoOffer />
        <SavedList />
        <KeyHints />
      </div>
    </div>
  )
}
