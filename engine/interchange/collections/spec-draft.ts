import {
  type AuthOptions,
  type ConnectionOptions,
  DEFAULT_SPEC,
  type Pair,
  type SavedMessage,
  type SavedSpec,
  type SubprotocolOffer,
} from '#shared/model/spec.ts'
import type { Gathering } from './gathering.ts'

/** A connection as most tools know it. Texts hold our placeholders already. */
export interface SpecDraft {
  readonly url: string
  readonly params: readonly Pair[]
  readonly headers: readonly Pair[]
  readonly auth: AuthOptions | null
  readonly messages: readonly SavedMessage[]
  readonly verify?: boolean
  readonly options?: Partial<ConnectionOptions>
}

/** Written by Sockscope itself at each handshake, so a saved one would be an override nobody meant. */
const AUTOMATIC: ReadonlySet<string> = new Set([
  'host',
  'upgrade',
  'connection',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-extensions',
])

/** @param name in any case */
export const isAutomaticHeader = (name: string): boolean => AUTOMATIC.has(name.trim().toLowerCase())

/**
 * The spec of a draft. `Sec-WebSocket-Protocol` becomes the list of subprotocols; headers of the handshake itself are left out,
 * and said so.
 *
 * @param place of the draft, for remarks
 */
export function toSavedSpec(draft: SpecDraft, gathering: Gathering, place: readonly string[]): SavedSpec {
  const headers: Pair[] = []
  const subprotocols: SubprotocolOffer[] = []
  for (const header of draft.headers) {
    const name = header.name.trim().toLowerCase()
    if (name === 'sec-websocket-protocol') {
      subprotocols.push(...offersOf(header))
    } else if (isAutomaticHeader(name)) {
      gathering.remark(
        'left-out',
        [...place, header.name],
        'Sockscope writes this header of the handshake itself; add it again to override that.',
      )
    } else if (name !== '' || header.value !== '') {
      headers.push(header)
    }
  }
  return {
    spec: {
      ...DEFAULT_SPEC,
      url: draft.url,
      params: draft.params,
      headers,
      subprotocols,
      auth: draft.auth ?? DEFAULT_SPEC.auth,
      tls: { ...DEFAULT_SPEC.tls, verify: draft.verify ?? DEFAULT_SPEC.tls.verify },
      options: { ...DEFAULT_SPEC.options, ...draft.options },
    },
    variables: [],
    messages: numbered(draft.messages),
  }
}

const offersOf = ({ value, enabled }: Pair): SubprotocolOffer[] =>
  value
    .split(',')
    .map((name) => ({ name: name.trim(), enabled }))
    .filter(({ name }) => name !== '')

/** Names of messages are told apart by a number, as in the window. */
function numbered(messages: readonly SavedMessage[]): SavedMessage[] {
  const seen = new Map<string, number>()
  return messages.map((message, index) => {
    const wanted = message.name.trim() === '' ? `Message ${index + 1}` : message.name.trim()
    const count = (seen.get(wanted) ?? 0) + 1
    seen.set(wanted, count)
    return { ...message, name: count === 1 ? wanted : `${wanted} ${count}` }
  })
}

/** `ws`, `wss`, `http` and `https` alike, and what begins with a placeholder or with no scheme at all. */
export function isWebSocketUrl(url: string): boolean {
  return /^(?:wss?|\{\{[^{}]*\}\})/i.test(url.trim())
}

/** The pairs of a URL's query are its own, so the URL goes without those that stand in `params` too. */
export function withoutQuery(url: string): string {
  const end = url.search(/[?#]/)
  return end === -1 ? url : url.slice(0, end)
}
