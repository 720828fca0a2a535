import { isToken } from './header-rules.ts'
import { quote } from './quote.ts'

export interface ExtensionParameter {
  readonly name: string
  /** Unquoted; null for a parameter without a value. */
  readonly value: string | null
}

export interface Extension {
  readonly name: string
  /** In order, duplicates kept. */
  readonly parameters: readonly ExtensionParameter[]
}

export type ExtensionList =
  | { readonly extensions: readonly Extension[]; readonly problem: null }
  /** What is wrong, as the end of a sentence. */
  | { readonly extensions: null; readonly problem: string }

/**
 * Reads a `Sec-WebSocket-Extensions` value. An empty value is an empty list, empty members are skipped.
 *
 * @param text the values of all headers of that name, joined with commas
 * @see RFC 6455 section 9.1, Negotiating Extensions
 */
export function parseExtensions(text: string): ExtensionList {
  const extensions: Extension[] = []
  for (const member of splitOutsideQuotes(text, ',')) {
    if (member.trim() === '') continue
    const [name = '', ...written] = splitOutsideQuotes(member, ';').map((part) => part.trim())
    if (!isToken(name)) return { extensions: null, problem: `${quote(name)} is not an extension name` }
    const parameters: ExtensionParameter[] = []
    for (const part of written) {
      const parameter = readParameter(part)
      if (typeof parameter === 'string') return { extensions: null, problem: parameter }
      parameters.push(parameter)
    }
    extensions.push({ name, parameters })
  }
  return { extensions, problem: null }
}

/** The parameter, or what is wrong with it. */
function readParameter(part: string): ExtensionParameter | string {
  const equals = part.indexOf('=')
  const name = (equals === -1 ? part : part.slice(0, equals)).trim()
  if (!isToken(name)) return `${quote(part)} is not an extension parameter`
  if (equals === -1) return { name, value: null }
  const written = part.slice(equals + 1).trim()
  const value = written.startsWith('"') ? unquoted(written) : written
  // RFC 6455 section 9.1: a quoted value must be a token too once it is unquoted.
  if (value === null || !isToken(value)) return `the value ${quote(written)} of ${quote(name)} is not a token`
  return { name, value }
}

/** The text within a quoted string (RFC 9110 section 5.6.4), or null where the quotes do not end at the end. */
function unquoted(text: string): string | null {
  const inner = /^"((?:[^"\\]|\\.)*)"$/s.exec(text)?.[1]
  return inner === undefined ? null : inner.replace(/\\(.)/gs, '$1')
}

function splitOutsideQuotes(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = []
  let start = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (isQuoted && character === '\\') at++
    else if (character === '"') isQuoted = !isQuoted
    else if (!isQuoted && character === separator) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  parts.push(text.slice(start))
  return parts
}
