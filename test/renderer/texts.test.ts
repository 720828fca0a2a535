import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const RENDERER = fileURLToPath(new URL('../../renderer', import.meta.url))
const PLURAL = /_(?:zero|one|two|few|many|other)$/

const namespaces = globSync('*/text.en.json', { cwd: RENDERER }).map((path) => dirname(path))
const sources = globSync('**/*.{ts,tsx}', { cwd: RENDERER }).map((path) => ({
  path,
  source: readFileSync(join(RENDERER, path), 'utf8'),
}))

/** Words of the contract ('in', 'out', 'closed' …) are keys where a feature has a text for each. */
const models = globSync('../shared/model/*.ts', { cwd: RENDERER }).map((path) => readFileSync(join(RENDERER, path), 'utf8'))

describe.each(namespaces)('the texts of %s', (namespace) => {
  const english = textsOf(namespace, 'en')
  const chinese = textsOf(namespace, 'zh')

  it('say the same things in both languages', () => {
    expect(keysOf(chinese)).toEqual(keysOf(english))
  })

  it('are flat and never empty', () => {
    for (const [key, text] of [...Object.entries(english), ...Object.entries(chinese)]) {
      expect(typeof text, key).toBe('string')
      expect(String(text).trim(), key).not.toBe('')
    }
  })

  it('fill in the same values in both languages', () => {
    for (const key of keysOf(english)) expect(valuesIn(chinese, key), key).toEqual(valuesIn(english, key))
  })

  it('have the plural forms of each language, where they have any', () => {
    const counted = keysOf(english).filter((key) => !(key in english))
    for (const key of counted) {
      expect(english, key).toHaveProperty(`${key}_one`)
      expect(english, key).toHaveProperty(`${key}_other`)
      expect(chinese, key).toHaveProperty(`${key}_other`)
    }
  })

  it('are all used', () => {
    const used = uses().filter((use) => use.namespace === namespace)
    const mentioned = [...sources.filter(({ path }) => path.startsWith(`${namespace}/`)).map(({ source }) => source), ...models]
    const isUsed = (key: string): boolean =>
      used.some((use) => (use.isPrefix ? key.startsWith(use.key) : key === use.key)) ||
      // A key that travels in a variable still stands between quotes somewhere in its feature, or is put together there.
      mentioned.some((source) => source.includes(`'${key}'`) || beginningsIn(source).some((beginning) => key.startsWith(beginning)))
    expect(keysOf(english).filter((key) => !isUsed(key))).toEqual([])
  })
})

it('every text that is asked for is there', () => {
  const missing = uses().filter(({ namespace, key, isPrefix }) => {
    if (!existsSync(join(RENDERER, namespace, 'text.en.json'))) return true
    const keys = keysOf(textsOf(namespace, 'en'))
    return isPrefix ? !keys.some((other) => other.startsWith(key)) : !keys.includes(key)
  })
  expect(missing).toEqual([])
})

it('every folder with English texts has Chinese ones, and the other way round', () => {
  expect(globSync('*/text.zh.json', { cwd: RENDERER }).map((path) => dirname(path))).toEqual(namespaces)
})

interface Use {
  readonly path: string
  readonly namespace: string
  readonly key: string
  /** The key goes on with a value: text(`state_${state}`). */
  readonly isPrefix: boolean
}

/** Every `text('key')` under a `const text = useText('namespace')`, and every textOf('namespace', 'key'). */
function uses(): Use[] {
  return sources.flatMap(({ path, source }) => {
    const found: Use[] = []
    for (const [, name, namespace] of source.matchAll(/const (\w+) = useText\('([\w-]+)'\)/g)) {
      for (const [, quote, key, rest] of source.matchAll(new RegExp(`\\b${name}\\(\\s*(['\`])([\\w.-]*)(['\`]|\\$\\{)`, 'g'))) {
        found.push({ path: basename(path), namespace: namespace!, key: key!, isPrefix: quote === '`' && rest !== '`' })
      }
    }
    for (const [, namespace, quote, key, rest] of source.matchAll(/\btextOf\(\s*'([\w-]+)',\s*(['`])([\w.-]*)(['`]|\$\{)/g)) {
      found.push({ path: basename(path), namespace: namespace!, key: key!, isPrefix: quote === '`' && rest !== '`' })
    }
    return found
  })
}

/** `fault_${format}` gives 'fault_'. */
const beginningsIn = (source: string): string[] => [...source.matchAll(/`([a-z][\w-]{2,})\$\{/gi)].map(([, beginning]) => beginning!)

function textsOf(namespace: string, language: 'en' | 'zh'): Record<string, unknown> {
  return JSON.parse(readFileSync(join(RENDERER, namespace, `text.${language}.json`), 'utf8'))
}

const keysOf = (texts: Record<string, unknown>): string[] => [...new Set(Object.keys(texts).map((key) => key.replace(PLURAL, '')))].sort()

function valuesIn(texts: Record<string, unknown>, key: string): string[] {
  const forms = [key, `${key}_other`].map((form) => String(texts[form] ?? '')).join(' ')
  return [...new Set([...forms.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!))].sort()
}
