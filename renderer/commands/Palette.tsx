import { useState } from 'react'
import { useText } from '../i18n/i18n.ts'
import { useLibrary } from '../library/library-store.ts'
import { allSpecs } from '../library/library-tree.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { openSaved } from '../tabs/open-tabs.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { type PickItem, PickList } from '../ui/PickList.tsx'
import { search } from '../ui/search.ts'
import { formatShortcut } from '../ui/shortcut.ts'
import { oneLine } from '../ui/wire-text.ts'
import { showOverlay, useOverlay } from './overlay-store.ts'
import { allCommands } from './registry.ts'

/** More would not be read; typing another letter narrows them. */
const MAX_SPECS = 50
const MAX_COMMANDS = 100

/** Everything that can be done and everything that is saved, by name. */
export function Palette() {
  const text = useText('commands')
  const isOpen = useOverlay((state) => state.shown === 'palette')
  return (
    <Dialog title={text('palette')} isOpen={isOpen} onClose={() => showOverlay(null)}>
      <Choices />
    </Dialog>
  )
}

function Choices() {
  const text = useText('commands')
  const nodes = useLibrary((state) => state.nodes)
  const [query, setQuery] = useState('')
  const others = allCommands().filter(({ id }) => id !== 'view.palette')
  // What can be done now stands before what cannot.
  const commands = [...others.filter((command) => command.isEnabled()), ...others.filter((command) => !command.isEnabled())]
  const specs = allSpecs(nodes ?? [])
  return (
    <PickList
      label={text('search')}
      query={query}
      onQuery={setQuery}
      empty={text('nothingFound')}
      groups={[
        {
          heading: text('commands'),
          items: search(commands, query, (command) => command.title(), MAX_COMMANDS).map(
            (command): PickItem => ({
              id: command.id,
              text: command.title(),
              shortcut: command.shortcut === null ? '' : formatShortcut(command.shortcut),
              isDisabled: !command.isEnabled(),
              run: () => runAndHide(command.run),
            }),
          ),
        },
        {
          heading: text('savedConnections'),
          items: search(specs, query, ({ path, url }) => `${path} ${url}`, MAX_SPECS).map(
            ({ path, name, url }): PickItem => ({
              id: `library:${path}`,
              text: oneLine(name),
              detail: oneLine(url),
              run: () => runAndHide(() => void openSaved(path).catch(notifyFailure)),
            }),
          ),
        },
      ]}
    />
  )
}

/** First away, so that what runs may take the focus or show another dialog. */
function runAndHide(run: () => void): void {
  showOverlay(null)
  run()
}
