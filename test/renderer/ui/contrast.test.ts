import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const CSS = readFileSync(new URL('../../../renderer/ui/tokens.css', import.meta.url), 'utf8')

/** WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (what shows where one is). */
const TEXT_RATIO = 4.5
const SIGN_RATIO = 3

const PLAIN = ['surface-chrome', 'surface-panel', 'surface-content']
const SURFACES = [...PLAIN, 'surface-hover', 'surface-active', 'surface-selected']
const MEANINGS = ['received', 'sent', 'control', 'warning', 'violation']
const WASHES = MEANINGS.map((meaning) => `${meaning}-wash`)

/** What stands on what, anywhere in the window. */
const TEXTS: readonly (readonly [text: string, surfaces: readonly string[]])[] = [
  ['text-1', [...SURFACES, ...WASHES]],
  ['text-2', [...SURFACES, ...WASHES]],
  ['text-3', SURFACES],
  ...MEANINGS.map((meaning) => [meaning, [...SURFACES, `${meaning}-wash`]] as const),
  ['on-accent', ['accent', 'accent-hover']],
]

describe.each(['light', 'dark'])('the %s theme', (theme) => {
  const tokens = tokensOf(theme)
  const pairs = TEXTS.flatMap(([text, surfaces]) => surfaces.map((surface) => [text, surface] as const))

  it.each(pairs)('%s can be read on %s', (text, surface) => {
    expect(contrast(tokens, text, surface)).toBeGreaterThanOrEqual(TEXT_RATIO)
  })

  it.each(SURFACES)('the focus ring can be seen on %s', (surface) => {
    expect(contrast(tokens, 'accent', surface)).toBeGreaterThanOrEqual(SIGN_RATIO)
  })

  it('has a value of its own for every colour of the other', () => {
    const other = tokensOf(theme === 'light' ? 'dark' : 'light')
    expect([...tokens.keys()].sort()).toEqual([...other.keys()].sort())
  })
})

it('tells black from white as WCAG does', () => {
  const tokens = new Map([
    ['black', '#000000'],
    ['white', '#ffffff'],
  ])
  expect(contrast(tokens, 'black', 'white')).toBeCloseTo(21)
})

function tokensOf(theme: string): ReadonlyMap<string, string> {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(CSS)?.[1]
  if (block === undefined) throw new Error(`tokens.css has no block for the ${theme} theme`)
  return new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!]))
}

function contrast(tokens: ReadonlyMap<string, string>, one: string, other: string): number {
  const [darker, lighter] = [luminance(tokens, one), luminance(tokens, other)].sort((a, b) => a - b)
  return (lighter! + 0.05) / (darker! + 0.05)
}

/** WCAG 2.2's relative luminance of an sRGB colour. */
function luminance(tokens: ReadonlyMap<string, string>, name: string): number {
  const hex = /^#([0-9a-f]{6})$/i.exec(tokens.get(name) ?? '')?.[1]
  if (hex === undefined) throw new Error(`--${name} is no colour of six hex digits: ${tokens.get(name)}`)
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
