import type { FindingKind, RedactionRules } from '#shared/model/redaction.ts'
import { stars } from './findings.ts'
import { membersNamed, type Span } from './json-members.ts'
import { type JsonPath, parseJson } from './json-paths.ts'
import type { TextPatterns } from './text-patterns.ts'

const ASTERISK = 0x2a
const QUOTE = 0x22
const ZERO = 0x30

export type Found = (kind: FindingKind, rule: string, secret: string) => void

/** What stands for one secret text wherever it occurs. */
export interface Literal {
  readonly bytes: Buffer
  readonly kind: FindingKind
  readonly rule: string
}

export interface PayloadRules {
  readonly paths: readonly JsonPath[]
  readonly literals: readonly Literal[]
  readonly patterns: TextPatterns
}

/**
 * A payload without its secrets, of the same length byte for byte. What a JSON value is replaced by is a JSON value.
 *
 * @returns null if there is nothing to take out
 */
export function redactPayload(data: Uint8Array, isText: boolean, rules: PayloadRules, found: Found): Uint8Array | null {
  const bytes = Buffer.from(data)
  let isChanged = false
  if (isText) {
    isChanged = redactJson(bytes, rules.paths, found) || isChanged
    isChanged = redactPatterns(bytes, rules.patterns, found) || isChanged
  }
  return redactLiterals(bytes, rules.literals, found) || isChanged ? bytes : null
}

function redactJson(bytes: Buffer, paths: readonly JsonPath[], found: Found): boolean {
  if (paths.length === 0) return false
  const text = bytes.toString('latin1')
  // A name may be written with escapes, and then only a parser finds it.
  const isEscaped = text.includes('\\u')
  const isParsed = isEscaped || paths.some(({ memberName }) => memberName === null)
  const json = isParsed ? parseJson(bytes) : undefined
  let isChanged = false
  for (const path of paths) {
    const named = path.memberName === null ? [] : [...membersNamed(text, latin1(path.memberName))]
    const selected = json !== undefined && (isEscaped || path.memberName === null) ? path.spans(json, text) : []
    for (const span of withoutInner([...named, ...(selected ?? [{ start: 0, end: bytes.length }])])) {
      if (isHidden(bytes, span)) continue
      found('json', path.path, bytes.subarray(span.start, span.end).toString('utf8').replace(/^"|"$/g, ''))
      hideValue(bytes, span)
      isChanged = true
    }
  }
  return isChanged
}

const latin1 = (text: string): string => Buffer.from(text).toString('latin1')

function withoutInner(spans: readonly Span[]): Span[] {
  const sorted = spans.toSorted((one, other) => one.start - other.start || other.end - one.end)
  const kept: Span[] = []
  for (const span of sorted) if (span.end > (kept.at(-1)?.end ?? 0)) kept.push(span)
  return kept
}

/** Another rule was there before. */
const isHidden = (bytes: Buffer, { start, end }: Span): boolean =>
  bytes.subarray(start, end).every((byte) => byte === ASTERISK || byte === QUOTE || byte === 0x5c)

/** A string of asterisks in the place of any value; where there is no room for its quotes, a zero. */
function hideValue(bytes: Buffer, { start, end }: Span): void {
  const quote = quoteAt(bytes, start)
  if (quote > 0) {
    // Within a string of JSON in JSON the quotes are escaped, and stay as they are.
    const inner = Math.max(start + quote, end - quote)
    bytes.fill(ASTERISK, start + quote, bytes[end - 1] === QUOTE ? inner : end)
  } else if (end - start < 2) bytes.fill(ZERO, start, end)
  else if (isWithinString(bytes, start)) bytes.fill(0x39, start, end)
  else {
    bytes.fill(ASTERISK, start, end)
    bytes[start] = QUOTE
    bytes[end - 1] = QUOTE
  }
}

/** Length of the quote that begins here, backslashes included; 0 for none. */
function quoteAt(bytes: Buffer, start: number): number {
  let at = start
  while (bytes[at] === 0x5c) at += 1
  return bytes[at] === QUOTE ? at - start + 1 : 0
}

/** JSON in a string of JSON: a bare quote would end the outer string. */
function isWithinString(bytes: Buffer, start: number): boolean {
  const before = bytes.lastIndexOf(QUOTE, start - 1)
  return before > 0 && bytes[before - 1] === 0x5c
}

function redactPatterns(bytes: Buffer, patterns: TextPatterns, found: Found): boolean {
  const text = bytes.toString('latin1')
  const replaced = patterns.replace(text, (kind, rule, secret) => {
    if (/^\*+$/.test(secret)) return secret
    found(kind, rule, secret)
    return stars(secret)
  })
  if (replaced === text) return false
  bytes.write(replaced, 'latin1')
  return true
}

function redactLiterals(bytes: Buffer, literals: readonly Literal[], found: Found): boolean {
  let isChanged = false
  for (const literal of literals) {
    for (let at = bytes.indexOf(literal.bytes); at !== -1; at = bytes.indexOf(literal.bytes, at + literal.bytes.length)) {
      found(literal.kind, literal.rule, literal.bytes.toString('utf8'))
      bytes.fill(ASTERISK, at, at + literal.bytes.length)
      isChanged = true
    }
  }
  return isChanged
}

/** Whether there is anything to look for in messages. */
export const hasMessageRules = ({ jsonPaths, literals, tokens, queryParameters }: RedactionRules): boolean =>
  jsonPaths.length > 0 || literals.length > 0 || tokens || queryParameters.length > 0
