import { AppError } from '#shared/errors.ts'
import type { AutomaticHeaders, Pair } from '#shared/model/spec.ts'

/** What one -H says: a header to send, or an automatic one to leave out. */
export type HeaderOption =
  | { readonly kind: 'header'; readonly header: Pair }
  | { readonly kind: 'without'; readonly automatic: keyof AutomaticHeaders }

const AUTOMATIC: Readonly<Record<string, keyof AutomaticHeaders>> = { host: 'host', 'user-agent': 'userAgent', origin: 'origin' }

/**
 * Reads `Name: value` (sent), `Name;` (sent empty) and `Name:` (an automatic header left out), as curl does.
 * @throws AppError 'header.invalid'
 */
export function readHeaderOption(text: string): HeaderOption {
  const colon = text.indexOf(':')
  if (colon < 0 && text.endsWith(';')) return headerOf(text.slice(0, -1), '')
  if (colon <= 0) {
    throw new AppError('header.invalid', `The header ${JSON.stringify(text)} has no name and colon.`, {
      hint: "Write -H 'Name: value', or -H 'Name;' for one without a value.",
    })
  }
  const name = text.slice(0, colon)
  const value = text.slice(colon + 1).replace(/^[ \t]+/, '')
  if (value !== '') return headerOf(name, value)
  const automatic = AUTOMATIC[name.toLowerCase()]
  if (automatic) return { kind: 'without', automatic }
  throw new AppError('header.invalid', `-H '${name}:' leaves an automatic header out, and ${name} is none that can be left out.`, {
    hint: `Only Host, User-Agent and Origin can; write -H '${name};' to send it without a value.`,
  })
}

const headerOf = (name: string, value: string): HeaderOption => ({ kind: 'header', header: { name, value, enabled: true } })
