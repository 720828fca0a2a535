import { host } from '../host/session.ts'
import { isShortcut } from '../ui/shortcut.ts'
import { useOverlay } from './overlay-store.ts'
import { allCommands, runCommand } from './registry.ts'

/** Hears the shortcuts of all commands, and what is chosen in the desktop's menu. */
export function beginKeyboard(): void {
  // Before the focused element hears of it: an editor has meanings of its own for some of these keys.
  window.addEventListener('keydown', runByKey, { capture: true })
  host().onMenuCommand?.((id) => void runCommand(id))
}

function runByKey(event: KeyboardEvent): void {
  // While an input method composes, keys belong to it.
  if (event.isComposing || event.repeat) return
  const command = allCommands().find(({ shortcut, actsIn }) => shortcut !== null && isShortcut(event, shortcut) && actsIn?.() !== false)
  if (!command) return
  // Under a dialog nothing else acts; only the command that opened it closes it again.
  const { shown } = useOverlay.getState()
  const isAllowed = shown === null || command.id === `view.${shown}`
  // Also when it cannot be run now: the browser's own meaning of a key that is ours would surprise ("Save page as").
  event.preventDefault()
  event.stopPropagation()
  if (isAllowed && command.isEnabled()) command.run()
}
