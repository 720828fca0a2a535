import type { SavedQuery } from '#shared/model/settings.ts'
import { changeSettings, useSettings } from '../settings/settings-store.ts'

/** Those that everybody has use for, by the key of their name. */
export const STANDARD_QUERIES = [
  { key: 'standard_heartbeats', text: 'not op:ping|pong' },
  { key: 'standard_violations', text: 'violation' },
  { key: 'standard_large', text: 'size>64KiB' },
  { key: 'standard_pauses', text: 'gap>1s' },
  { key: 'standard_closing', text: 'op:close' },
] as const

/** Keeps a query under a name; one that had the name gives way. */
export function saveQuery(saved: SavedQuery): void {
  changeSettings({ queries: [...others(saved.name), saved] })
}

export function forgetQuery(name: string): void {
  changeSettings({ queries: others(name) })
}

const others = (name: string): SavedQuery[] => useSettings.getState().queries.filter((query) => query.name !== name)
