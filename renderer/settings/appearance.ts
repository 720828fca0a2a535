import type { Theme } from '#shared/model/settings.ts'
import { showLanguage } from '../i18n/i18n.ts'
import { changeSettings, useSettings } from './settings-store.ts'

const shownTheme = (theme: Theme, isSystemDark: boolean): 'light' | 'dark' =>
  theme === 'system' ? (isSystemDark ? 'dark' : 'light') : theme

/** Puts theme and language of the settings on the document, now and whenever they or the system's change. */
export function beginAppearance(): void {
  const darkSystem = window.matchMedia('(prefers-color-scheme: dark)')
  const show = (): void => {
    const { theme, language } = useSettings.getState()
    document.documentElement.dataset.theme = shownTheme(theme, darkSystem.matches)
    showLanguage(language)
  }
  show()
  useSettings.subscribe(show)
  darkSystem.addEventListener('change', show)
}

const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** System, light, dark, and round again. */
export function showNextTheme(): void {
  const { theme } = useSettings.getState()
  changeSettings({ theme: THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system' })
}
