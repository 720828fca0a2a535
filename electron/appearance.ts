import type { Language, Settings } from '#shared/model/settings.ts'
import type { Answerer } from '#shared/rpc.ts'

/** The menu's language: the person's choice, else the system's. */
export function menuLanguage(chosen: Language, systemLocale: string): 'en' | 'zh' {
  if (chosen !== 'system') return chosen
  return systemLocale.startsWith('zh') ? 'zh' : 'en'
}

/** Calls `apply` with the settings as they are now and whenever they changed: the menu and the frame follow the page. */
export async function followSettings(engine: Answerer, apply: (settings: Settings) => void): Promise<void> {
  engine.onEvent((name, payload) => {
    // The name decides the payload's type, which a generic listener cannot express.
    if (name === 'settings.changed') apply(payload as Settings)
  })
  apply(await engine.handlers['settings.read'](null))
}
