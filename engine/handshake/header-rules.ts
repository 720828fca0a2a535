import { AppError } from '#shared/errors.ts'
import { quote } from './quote.ts'

/** RFC 9110 section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

export const isToken = (text: string): boolean => TOKEN.test(text)

/**
 * Checks a header a person wrote. What RFC 9110 section 5.5 calls dangerous (CR, LF, NUL) is refused, for it would
 * forge another header or cut the value. Everything else may be sent, as it is a server's right to be tested:
 * characters beyond ASCII go out as UTF-8, which are bytes of `obs-text`.
 *
 * @throws AppError 'header.invalid' naming the header
 */
export function requireHeader(name: string, value: string): void {
  if (!isToken(name)) {
    throw new AppError('header.invalid', `${name === '' ? 'An empty text' : quote(name)} is not a header name.`, {
      hint: "A name has letters, digits and !#$%&'*+-.^_`|~ only (RFC 9110 section 5.6.2).",
    })
  }
  if (/[\r\n\0]/.test(value) || !value.isWellFormed()) {
    throw new AppError('header.invalid', `The value of the header ${quote(name)} has a line break, a NUL or half a character in it.`, {
      hint: 'Remove it; to send two headers of one name, write two rows.',
    })
  }
}

/**
 * Checks the subprotocols to offer.
 *
 * @throws AppError 'subprotocol.invalid'
 * @see RFC 6455 section 4.1, request requirement 10: tokens, all unique
 */
export function requireSubprotocols(names: readonly string[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (!isToken(name)) {
      throw new AppError('subprotocol.invalid', `${name === '' ? 'An empty text' : quote(name)} is not a subprotocol name.`, {
        hint: "A name has letters, digits and !#$%&'*+-.^_`|~ only (RFC 6455 section 4.1). Write several as several rows.",
      })
    }
    if (seen.has(name)) {
      throw new AppError('subprotocol.invalid', `The subprotocol ${quote(name)} is offered twice.`, { hint: 'Remove one of the two.' })
    }
    seen.add(name)
  }
}
