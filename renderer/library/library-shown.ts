import type { Settings } from '#shared/model/settings.ts'
import { rememberLayout, useSettings } from '../settings/settings-store.ts'

/** Kept among the panel sizes: a panel of 0 % is hidden. The size it comes back to is kept by its group. */
const NAME = 'library'

export const isLibraryShown = (settings: Settings): boolean => settings.layout[NAME]?.[0] !== 0

export const toggleLibrary = (): void => rememberLayout(NAME, [isLibraryShown(useSettings.getState()) ? 0 : 100])
