import { stringify } from 'yaml'
import { type Target, type TextTarget, type TextTree, targetOf } from './tree.ts'

/** Longer texts that would need quotes are written as a block: readable, and without escapes. */
const LONG_TEXT = 60
/** What JSON leaves as it is and a YAML text must not hold, or an editor would not show. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]/u
/** Numbers and constants of YAML 1.1 and of other readers that the library's own check lets through. */
const AMBIGUOUS = /^(?:=|[-+]?\.?(?:nan|inf|infinity))$/i

/** A value as it stands behind `key:` or `-`: the rest of that line, and the lines below it, indented from the key or dash on. */
export interface Rendered {
  readonly inline: string
  readonly below: readonly string[]
}

/** Writes a part of a document in block style, as a person would: compact, quoted only where needed. */
export function renderValue(target: Target, style: TextTree['style'] = 'plain'): Rendered {
  if (target.kind === 'keep') return renderValue(targetOf(target.tree), target.tree.kind === 'text' ? target.tree.style : style)
  if (target.kind === 'text') return renderText(target, style)
  const lines = target.kind === 'list' ? listLines(target.items.map(({ value }) => value)) : tableLines(target.entries)
  if (lines.length === 0) return { inline: target.kind === 'list' ? '[]' : '{}', below: [] }
  return { inline: '', below: lines.map(indented) }
}

export function tableLines(entries: ReadonlyMap<string, Target>): string[] {
  return [...entries].flatMap(([key, value]) => entryLines(key, value))
}

export function entryLines(key: string, value: Target): string[] {
  const { inline, below } = renderValue(value)
  const name = isPlain(key) ? key : quoted(key)
  return [inline === '' ? `${name}:` : `${name}: ${inline}`, ...below]
}

function listLines(items: readonly Target[]): string[] {
  return items.flatMap(itemLines)
}

export function itemLines(item: Target): string[] {
  const { inline, below } = renderItem(item)
  return [inline === '' ? '-' : `- ${inline}`, ...below]
}

/** Like renderValue, but a table begins on the line of its dash. */
export function renderItem(item: Target): Rendered {
  const target = item.kind === 'keep' ? targetOf(item.tree) : item
  if (target.kind !== 'table' || target.entries.size === 0) return renderValue(target)
  const [inline = '', ...rest] = tableLines(target.entries)
  return { inline, below: rest.map(indented) }
}

/** Writes a part of a document on one line, for a place inside brackets or braces. `pad` stands inside the braces. */
export function renderFlow(target: Target, pad: string): string {
  if (target.kind === 'keep') return renderFlow(targetOf(target.tree), pad)
  if (target.kind === 'text') return flowText(target)
  if (target.kind === 'list') return `[${target.items.map(({ value }) => renderFlow(value, pad)).join(', ')}]`
  if (target.entries.size === 0) return '{}'
  const entries = [...target.entries].map(([key, value]) => `${isPlainInFlow(key) ? key : quoted(key)}: ${renderFlow(value, pad)}`)
  return `{${pad}${entries.join(', ')}${pad}}`
}

/** A text inside brackets or braces. */
export function flowText({ text, isBare }: TextTarget): string {
  return (isBare && /^[\w.+-]+$/.test(text)) || isPlainInFlow(text) ? text : quoted(text)
}

function renderText({ text, isBare }: TextTarget, style: TextTree['style']): Rendered {
  if (isBare) return { inline: text, below: [] }
  const fitsBlock = canBeBlock(text)
  if (fitsBlock && (style === 'block' || text.includes('\n'))) return block(text)
  if (style === 'single' && !CONTROL.test(text)) return { inline: singleQuoted(text), below: [] }
  if (style === 'double') return { inline: quoted(text), below: [] }
  if (isPlain(text)) return { inline: text, below: [] }
  if (fitsBlock && text.length > LONG_TEXT) return block(text)
  const isBetterSingle = /["\\]/.test(text) && !text.includes("'") && !CONTROL.test(text)
  return { inline: isBetterSingle ? singleQuoted(text) : quoted(text), below: [] }
}

/** A literal block keeps every character but these: controls, a blank start, and blank lines at the end. */
function canBeBlock(text: string): boolean {
  return !CONTROL.test(text.replaceAll(/[\n\t]/g, '')) && /^\S/.test(text) && !/\n[ \t]*\n$|\n[ \t]+$/.test(text)
}

function block(text: string): Rendered {
  const endsLine = text.endsWith('\n')
  const lines = (endsLine ? text.slice(0, -1) : text).split('\n')
  return { inline: endsLine ? '|' : '|-', below: lines.map(indented) }
}

function isPlain(text: string): boolean {
  if (text === '' || CONTROL.test(text) || AMBIGUOUS.test(text)) return false
  return stringify(text, { compat: 'yaml-1.1', lineWidth: 0 }) === `${text}\n`
}

const isPlainInFlow = (text: string): boolean => /^\w[\w./-]*$/.test(text) && isPlain(text)

const singleQuoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function indented(line: string): string {
  return line === '' ? '' : `  ${line}`
}
