import type { ConnectionSpec } from '#shared/model/spec.ts'
import type { Tab } from './tabs-store.ts'

const SCHEME = /^(?:[a-z][a-z0-9+.-]*:\/\/|ws\+unix:)/i
const USER_INFO = /^[^/?#@]*@/
const QUERY = /[?#].*$/s
/** What file names on some system must not hold. */
const FORBIDDEN_IN_NAMES = /[/\\:*?"<>|\p{Cc}]+/gu
const MAX_NAME_CHARACTERS = 80

/** Host, port and path of a URL as it is typed, whole or not: no scheme, no query, and no user or password. */
export const addressOf = ({ url }: Pick<ConnectionSpec, 'url'>): string =>
  url.trim().replace(SCHEME, '').replace(USER_INFO, '').replace(QUERY, '').replace(/\/+$/, '')

/** A name to save a spec under, from its host and path: 'wss://chat.example.org:8443/v1/room' becomes 'chat.example.org v1 room'. */
export function suggestedName(spec: Pick<ConnectionSpec, 'url'>): string {
  const withoutPort = addressOf(spec).replace(/:\d*(?=\/|$)/, '')
  const words = withoutPort.replace(FORBIDDEN_IN_NAMES, ' ')
  return [...words]
    .slice(0, MAX_NAME_CHARACTERS)
    .join('')
    .replace(/^[. ]+|[. ]+$/g, '')
}

/** What the strip calls a tab: its name in the library, or where it leads; '' for a new one. */
export const titleOf = (tab: Tab): string => (tab.origin === null && tab.name === '' ? addressOf(tab.draft.spec) : tab.name)
