import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Language } from '#shared/model/settings.ts'

type Texts = Record<string, unknown>

/** Each feature keeps its texts beside its components: FEATURE/text.en.json and FEATURE/text.zh.json. The folder's name is the namespace. */
const files = import.meta.glob<Texts>('../*/text.*.json', { eager: true, import: 'default' })

function resources(): Record<string, Record<string, Texts>> {
  const all: Record<string, Record<string, Texts>> = { en: {}, zh: {} }
  for (const [path, texts] of Object.entries(files)) {
    const [, namespace, language] = /^\.\.\/(.+)\/text\.(en|zh)\.json$/.exec(path) ?? []
    const ofLanguage = language ? all[language] : undefined
    if (namespace && ofLanguage) ofLanguage[namespace] = texts
  }
  return all
}

const systemLanguage = (): 'en' | 'zh' => (navigator.language.startsWith('zh') ? 'zh' : 'en')

export async function beginTexts(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: resources(),
    lng: systemLanguage(),
    fallbackLng: 'en',
    defaultNS: 'ui',
    // React escapes; i18next must not escape a second time.
    interpolation: { escapeValue: false },
  })
}

/** Switches the texts and the document to a language. */
export function showLanguage(language: Language): void {
  const wanted = language === 'system' ? systemLanguage() : language
  document.documentElement.lang = wanted === 'zh' ? 'zh-CN' : 'en'
  if (i18next.language !== wanted) void i18next.changeLanguage(wanted)
}

/** The texts of one feature: `const text = useText('connection')`, then `text('connect')`. */
export function useText(namespace: string): (key: string, values?: Record<string, unknown>) => string {
  const { t } = useTranslation(namespace)
  return (key, values) => String(t(key, values ?? {}))
}

/** The same outside of React (commands, notices). */
export const textOf = (namespace: string, key: string, values: Record<string, unknown> = {}): string =>
  String(i18next.t(key, { ns: namespace, ...values }))
