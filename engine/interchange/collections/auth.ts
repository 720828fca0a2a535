import { type AuthOptions, DEFAULT_SPEC } from '#shared/model/spec.ts'
import type { Gathering } from './gathering.ts'

/** Credentials as foreign tools name them: their kind, and a way to ask for a field, converted to our placeholders. */
export interface ForeignAuth {
  readonly kind: string
  readonly field: (...names: readonly string[]) => string
}

const NONE = new Set(['', 'none', 'noauth', 'null'])
const INHERITED = new Set(['inherit', 'inherited'])

/**
 * @param place of the credentials, for remarks
 * @returns null where nothing is said, or what is said cannot be taken over; then a remark says so
 */
export function toAuth({ kind, field }: ForeignAuth, gathering: Gathering, place: readonly string[]): AuthOptions | null {
  const { auth: none } = DEFAULT_SPEC
  const name = kind.toLowerCase()
  if (INHERITED.has(name)) return null
  if (NONE.has(name)) return null
  if (name === 'basic') return { ...none, kind: 'basic', username: field('username'), password: field('password') }
  if (name === 'bearer') return bearer(field('token'), field('prefix'), gathering, place)
  if (name === 'apikey' || name === 'api-key' || name === 'api_key') {
    const inQuery = /query/i.test(field('in', 'addTo', 'placement', 'location'))
    return { ...none, kind: 'api-key', name: field('key', 'name'), value: field('value'), place: inQuery ? 'query' : 'header' }
  }
  gathering.remark('left-out', [...place, 'auth'], `Credentials of the kind "${kind}" are not known here; set them anew.`)
  return null
}

function bearer(token: string, prefix: string, gathering: Gathering, place: readonly string[]): AuthOptions {
  const { auth: none } = DEFAULT_SPEC
  if (prefix === '' || prefix.toLowerCase() === 'bearer') return { ...none, kind: 'bearer', token }
  gathering.remark('changed', [...place, 'auth'], `The token goes into the Authorization header behind "${prefix}", as an API key.`)
  return { ...none, kind: 'api-key', name: 'Authorization', value: `${prefix} ${token}`, place: 'header' }
}
