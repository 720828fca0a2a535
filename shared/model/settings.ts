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
  /** The frame list. */
  readonly list: ListSettings
  /** What one capture may take on the disk; recording stops there. */
  readonly captureLimitBytes: number
  /** What all captures may take together; the oldest make room for new ones. */
  readonly historyLimitBytes: number
}

/** Columns of the frame list, in their order; the frame's number stands before them. */
export const LIST_COLUMNS = ['time', 'direction', 'opcode', 'length', 'wire', 'preview'] as const
export type ListColumn = (typeof LIST_COLUMNS)[number]

/** Local time of day; seconds since connecting began; seconds since the row above. */
export const TIME_FORMS = ['absolute', 'relative', 'delta'] as const
export type TimeForm = (typeof TIME_FORMS)[number]

export interface ListSettings {
  readonly time: TimeForm
  readonly hidden: readonly ListColumn[]
}

export interface SavedQuery {
  readonly name: string
  readonly text: string
}

const GIB = 2 ** 30

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  language: 'system',
  layout: {},
  tabs: [],
  isDemoOffered: false,
  queries: [],
  list: { time: 'relative', hidden: [] },
  captureLimitBytes: 16 * GIB,
  historyLimitBytes: 50 * GIB,
}

/** Least and most of both limits: less would hold nothing, more is on no disk. */
export const LIMIT_BOUNDS = { least: 16 * 2 ** 20, most: 16_384 * GIB } as const
