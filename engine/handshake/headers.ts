import type { RawHeader } from '#shared/model/handshake.ts'

/** The values of all headers of that name (any case), in order, without the white space around them (RFC 9110 section 5.5). */
export function valuesOf(headers: readonly RawHeader[], name: string): string[] {
  const wanted = name.toLowerCase()
  return headers.filter(([given]) => given.toLowerCase() === wanted).map(([, value]) => trimBlanks(value))
}

/** The members of a comma-separated list over all headers of that name; empty members are skipped (RFC 9110 section 5.6.1). */
export function listOf(headers: readonly RawHeader[], name: string): string[] {
  return valuesOf(headers, name)
    .flatMap((value) => value.split(','))
    .map((member) => member.trim())
    .filter((member) => member !== '')
}

/** Without spaces and tabs at both ends. By hand, for a pattern that ends in `[ \t]+$` takes quadratic time on a hostile value. */
export function trimBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09
