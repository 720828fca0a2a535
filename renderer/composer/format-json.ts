import { scanString, skipSpace } from '../inspector/json/json-scan.ts'

const INDENT = '  '
/** Deeper levels are not indented further: what is nested ten thousand deep would grow with the square of its depth. */
const MAX_INDENTS = 50
const LITERAL_END = /[\s,:{}[\]"]/g

/**
 * Lays JSON out on lines. Only white space between tokens changes: numbers, strings and names are copied as they are
 * written, duplicates and all, so that what is sent means what was written.
 *
 * @param text valid JSON; anything else comes back with other line breaks, and no character of it lost
 */
export function formatJson(text: string): string {
  const parts: string[] = []
  let depth = 0
  const newLine = (): string => `\n${INDENT.repeat(Math.min(depth, MAX_INDENTS))}`
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const end = tokenEnd(text, at)
    const token = text.slice(at, end)
    if (token === '{' || token === '[') {
      const next = skipSpace(text, end)
      const isEmpty = text[next] === (token === '{' ? '}' : ']')
      if (isEmpty) parts.push(token, text[next] ?? '')
      else {
        depth++
        parts.push(token, newLine())
      }
      at = isEmpty ? next + 1 : end
      continue
    }
    if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1)
      parts.push(newLine(), token)
    } else if (token === ',') parts.push(token, newLine())
    else parts.push(token === ':' ? ': ' : token)
    at = end
  }
  return parts.join('')
}

function tokenEnd(text: string, at: number): number {
  const first = text[at] ?? ''
  if ('{}[],:'.includes(first)) return at + 1
  if (first === '"') {
    const scanned = scanString(text, at)
    return 'end' in scanned ? scanned.end : text.length
  }
  LITERAL_END.lastIndex = at + 1
  return LITERAL_END.exec(text)?.index ?? text.length
}
