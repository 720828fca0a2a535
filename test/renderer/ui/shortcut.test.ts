import { describe, expect, it } from 'vitest'
import { formatShortcut, isShortcut } from '#renderer/ui/shortcut.ts'

/** What a key event says of its keys; Node has no KeyboardEvent. */
const pressed = (key: string, ...held: ('ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey')[]): KeyboardEvent =>
  ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...Object.fromEntries(held.map((name) => [name, true])),
  }) as KeyboardEvent

// The sign of Mod is the system's; these run where it is Ctrl, as on Linux and Windows.
const isMac = /Mac/.test(navigator.platform)

describe.skipIf(isMac)('a shortcut', () => {
  it('is the keys it names and no other modifier', () => {
    expect(isShortcut(pressed('Enter', 'ctrlKey'), 'Mod+Enter')).toBe(true)
    expect(isShortcut(pressed('Enter'), 'Mod+Enter')).toBe(false)
    expect(isShortcut(pressed('Enter', 'metaKey'), 'Mod+Enter')).toBe(false)
    expect(isShortcut(pressed('Enter', 'ctrlKey', 'shiftKey'), 'Mod+Enter')).toBe(false)
    expect(isShortcut(pressed('Enter', 'ctrlKey', 'altKey'), 'Mod+Enter')).toBe(false)
    expect(isShortcut(pressed('ArrowUp', 'altKey'), 'Alt+ArrowUp')).toBe(true)
  })

  it('is the letter in either case: Shift makes it a capital', () => {
    expect(isShortcut(pressed('P', 'ctrlKey', 'shiftKey'), 'Mod+Shift+P')).toBe(true)
    expect(isShortcut(pressed('s', 'ctrlKey'), 'Mod+S')).toBe(true)
  })

  it('is written as its keys are labelled', () => {
    expect(formatShortcut('Mod+Shift+K')).toBe('Ctrl+Shift+K')
    expect(formatShortcut('Alt+ArrowUp')).toBe('Alt+↑')
  })
})
