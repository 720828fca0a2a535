import { useState } from 'react'
import type { DemoServer } from '#shared/contract.ts'
import { type Failure, failureOf } from '#shared/errors.ts'
import { useText } from '../i18n/i18n.ts'
import { changeSettings, useSettings } from '../settings/settings-store.ts'
import { startDemo, useAppInfo } from '../status/app-info.ts'
import { openNewTab } from '../tabs/open-tabs.ts'
import { Button } from '../ui/Button.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'

/** A server on this machine with a path for each behaviour: offered in full at the first start, in one line afterwards. */
export function DemoOffer() {
  const text = useText('welcome')
  const demo = useAppInfo((state) => state.info?.demo ?? null)
  const isOffered = useSettings((settings) => settings.isDemoOffered)
  const [isStarting, setStarting] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  async function start(): Promise<void> {
    setStarting(true)
    setFailure(null)
    try {
      await startDemo()
      changeSettings({ isDemoOffered: true })
    } catch (error) {
      setFailure(failureOf(error))
    }
    setStarting(false)
  }

  if (demo) return <DemoPaths demo={demo} />
  return (
    <section className="welcome-section welcome-demo">
      <h2>{text('demoTitle')}</h2>
      {!isOffered && <p>{text('demoText')}</p>}
      <div className="welcome-actions">
        <Button disabled={isStarting} onClick={() => void start()}>
          {text('startDemo')}
        </Button>
        {!isOffered && (
          <Button look="quiet" onClick={() => changeSettings({ isDemoOffered: true })}>
            {text('notNow')}
          </Button>
        )}
      </div>
      {failure && <FailureNote failure={failure} />}
    </section>
  )
}

function DemoPaths({ demo }: { readonly demo: DemoServer }) {
  const text = useText('welcome')
  return (
    <section className="welcome-section">
      <h2>
        {text('demoRuns')} <span className="wire">{demo.url}</span>
      </h2>
      <ul aria-label={text('demoPaths')}>
        {demo.paths.map(({ path, about }) => (
          <li key={path}>
            <button type="button" className="welcome-path" onClick={() => openNewTab(demo.url + path)}>
              <span className="wire">{path}</span>
              <span>{about}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
