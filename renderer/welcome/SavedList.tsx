import { useText } from '../i18n/i18n.ts'
import { useLibrary } from '../library/library-store.ts'
import { allSpecs } from '../library/library-tree.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { openSaved } from '../tabs/open-tabs.ts'
import { oneLine } from '../ui/wire-text.ts'

/** The rest is in the library beside it. */
const MAX_SHOWN = 6

/** The first saved specs, for a quick beginning; nothing where none is saved. */
export function SavedList() {
  const text = useText('welcome')
  const nodes = useLibrary((state) => state.nodes)
  const specs = allSpecs(nodes ?? []).slice(0, MAX_SHOWN)
  if (specs.length === 0) return null
  return (
    <section className="welcome-section">
      <h2>{text('fromLibrary')}</h2>
      <ul>
        {specs.map(({ path, name, url }) => (
          <li key={path}>
            <button type="button" className="welcome-path" onClick={() => void openSaved(path).catch(notifyFailure)}>
              <span>{oneLine(name)}</span>
              <span className="wire">{oneLine(url)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
