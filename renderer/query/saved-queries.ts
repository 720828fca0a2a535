import type { SavedQuery } from '#shared/model/settings.ts'
import { changeSettings, useSettings } from '../settings/settings-store.ts'

/** Keeps a query under a name; one that had the name gives way. */
export function saveQuery(saved: SavedQuery): void {
  changeSettings({ queries: [...others(saved.name), saved] })
}

export function forgetQuery(name: string): void {
  changeSettings({ queries: others(name) })
}

const others = (name: string): SavedQuery[] => useSettings.getState().queries.filter((query) => query.name !== name)
