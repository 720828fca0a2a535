import { create } from 'zustand'
import { DEFAULT_SETTINGS, type Settings } from '#shared/model/settings.ts'
import { call, on } from '../host/session.ts'
import { notifyFailure } from '../notices/notices-store.ts'

/** The engine's settings, as this window last heard of them. */
export const useSettings = create<Settings>()(() => DEFAULT_SETTINGS)

/** Reads the settings once, before the first paint, and follows them from then on. */
export async function beginSettings(): Promise<void> {
  on('settings.changed', (settings) => useSettings.setState(settings, true))
  useSettings.setState(await call('settings.read', null), true)
}

/** Shows a change at once and has the engine keep it. */
export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(change)
  call('settings.write', change).catch(notifyFailure)
}

export function rememberLayout(name: string, sizes: readonly number[]): void {
  changeSettings({ layout: { ...useSettings.getState().layout, [name]: sizes } })
}

export const layoutOf = (name: string) => (settings: Settings) => settings.layout[name]
