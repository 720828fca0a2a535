/** One thing a person can do, wherever they start it: palette, key, menu or button. */
export interface Command {
  /** E.g. 'connection.toggle'. The native menu of the desktop app uses the same ids (shared/menu.ts). */
  readonly id: string
  /** In the window's language. */
  readonly title: () => string
  /** E.g. 'Mod+Enter'; Mod is Cmd on a Mac and Ctrl elsewhere. */
  readonly shortcut: string | null
  /** Whether its shortcut is meant where the focus is; elsewhere the key keeps its own meaning. Absent for one that acts everywhere. */
  readonly actsIn?: () => boolean
  readonly isEnabled: () => boolean
  readonly run: () => void
}
