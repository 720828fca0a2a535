const IS_MAC = /Mac|iPhone|iPad/.test(navigator.platform)

const KEY_SIGNS: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Enter: '↵' }

/** How a person reads it: 'Mod+Shift+K' is '⇧⌘K' on a Mac and 'Ctrl+Shift+K' elsewhere. */
export function formatShortcut(shortcut: string): string {
  const keys = shortcut.split('+').map((key) => KEY_SIGNS[key] ?? key)
  if (!IS_MAC) return keys.map((key) => (key === 'Mod' ? 'Ctrl' : key)).join('+')
  const signs: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' }
  return keys.map((key) => signs[key] ?? key).join('')
}

/** True if the key event is this shortcut, exactly: no other modifier is held. */
export function isShortcut(event: KeyboardEvent, shortcut: string): boolean {
  const keys = shortcut.split('+')
  const key = keys.at(-1) ?? ''
  const mod = keys.includes('Mod')
  const { ctrlKey, metaKey } = event
  return (
    keyOf(event).toLowerCase() === key.toLowerCase() &&
    (IS_MAC ? metaKey : ctrlKey) === mod &&
    !(IS_MAC ? ctrlKey : metaKey) &&
    event.shiftKey === keys.includes('Shift') &&
    event.altKey === keys.includes('Alt')
  )
}

/** Option types another letter on a Mac (Option+W is '∑'): there the place of the key counts. */
function keyOf({ key, code, altKey }: KeyboardEvent): string {
  return IS_MAC && altKey && code.startsWith('Key') ? code.slice('Key'.length) : key
}
