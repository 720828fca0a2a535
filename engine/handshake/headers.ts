import type { RawHeader } from '#shared/model/handshake.ts'

/** The values of all headers of that name (any case), in order, without the white space around them (RFC 9110 section 5.5). */
export function valuesOf(headers: readonly RawHeader[], name: string): string[] {
  const wanted = name.toLowerCase()
  return headers.filter(([given]) => given.toLowerCase() === wanted).map(([, value]) => value.replace(/^[ \t]+|[ \t]+$/g, ''))
}

/** The members of a comma-separated list over all headers of that name; empty members are skipped (RFC 9110 section 5.6.1). */
export function listOf(headers: readonly RawHeader[], name: string): string[] {
  return valuesOf(headers, name)
    .flatMap((value) => value.split(','))
    .map((member) => member.trim())
    .filter((member) => member !== '')
}
