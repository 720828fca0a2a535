import { useText } from '../i18n/i18n.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { formatShortcut } from '../ui/shortcut.ts'
import { showOverlay, useOverlay } from './overlay-store.ts'
import { allCommands } from './registry.ts'
import './shortcut-list.css'

/** Every key that does something, in one list. */
export function ShortcutList() {
  const text = useText('commands')
  const isOpen = useOverlay((state) => state.shown === 'shortcuts')
  return (
    <Dialog title={text('shortcuts')} isTitleShown isOpen={isOpen} onClose={() => showOverlay(null)}>
      <dl className="shortcut-list">
        {allCommands().map(
          ({ id, title, shortcut }) =>
            shortcut !== null && (
              <div key={id}>
                <dt>{title()}</dt>
                <dd>
                  <kbd className="kbd">{formatShortcut(shortcut)}</kbd>
                </dd>
              </div>
            ),
        )}
      </dl>
    </Dialog>
  )
}
