export type Theme = 'light' | 'dark' | 'system'
export type Language = 'en' | 'zh' | 'system'

/** What the window remembers between starts. Kept by the engine, because a browser host's origin changes with its port. */
export interface Settings {
  readonly theme: Theme
  readonly language: Language
  /** Panel sizes in percent, by the panel group's name. */
  readonly layout: Readonly<Record<string, readonly number[]>>
  /** Paths of the saved specs whose tabs are open, in order. */
  readonly tabs: readonly string[]
  /** True once the first-start offer of the demo server was taken or dismissed. */
  readonly isDemoOffered: boolean
  /** Queries that were saved under a name, oldest first. */
  readonly queries: readonly SavedQuery[]
}

export interface SavedQuery {
  readonly name: string
  readonly text: string
}

export const DEFAULT_SETTINGS: Settings = { theme: 'system', language: 'system', layout: {}, tabs: [], isDemoOffered: false, queries: [] }
