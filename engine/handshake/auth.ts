import { AppError } from '#shared/errors.ts'
import type { RawHeader } from '#shared/model/handshake.ts'
import type { AuthOptions, Pair } from '#shared/model/spec.ts'

/** The header that carries the credentials, or null where there are none or they stand in the query. @throws AppError 'input.invalid' */
export function authHeader(auth: AuthOptions): RawHeader | null {
  switch (auth.kind) {
    case 'basic':
      if (auth.username.includes(':')) {
        throw new AppError('input.invalid', 'A user name for Basic authentication cannot have a colon in it (RFC 7617 section 2).', {
          hint: 'Put what follows the colon into the password, if that is meant.',
        })
      }
      return ['Authorization', basic(auth.username, auth.password)]
    case 'bearer':
      return ['Authorization', `Bearer ${auth.token}`]
    case 'api-key':
      return auth.place === 'header' ? [auth.name, auth.value] : null
    case 'none':
      return null
  }
}

/** What the credentials add to the URL's query. */
export function authParams({ kind, place, name, value }: AuthOptions): Pair[] {
  return kind === 'api-key' && place === 'query' ? [{ name, value, enabled: true }] : []
}

/** @see RFC 7617 section 2, with UTF-8 (section 2.1) */
export const basic = (user: string, password: string): string => `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`
