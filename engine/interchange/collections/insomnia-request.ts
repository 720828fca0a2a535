import type { Pair, SavedMessage } from '#shared/model/spec.ts'
import { toAuth } from './auth.ts'
import { type Foreign, isSet, listAt, tableAt, textAt, valueAt } from './foreign.ts'
import type { Gathering } from './gathering.ts'
import { type SpecDraft, toSavedSpec } from './spec-draft.ts'

export interface RequestPlace {
  readonly folder: readonly string[]
  readonly name: string
  /** As exported. */
  readonly messages: readonly SavedMessage[]
}

/** A WebSocket request of export formats 4 and 5, which name their fields alike. */
export function insomniaRequest(request: Foreign, { folder, name, messages }: RequestPlace, gathering: Gathering): void {
  const place = [...folder, name]
  const say = (text: string, part: string): string => gathering.text(text, [...place, part])
  const auth = tableAt(request, 'authentication')
  const field = (...names: readonly string[]): string =>
    say(names.map((each) => textAt(auth, each)).find((value) => value !== '') ?? '', 'auth')
  const settings = tableAt(request, 'settings')
  const cookies = tableAt(settings, 'cookies')
  const isCookieless = valueAt(request, 'settingSendCookies') === false || valueAt(cookies, 'send') === false
  const isFollowing = [textAt(request, 'settingFollowRedirects'), textAt(settings, 'followRedirects')].includes('on')
  const draft: SpecDraft = {
    url: say(textAt(request, 'url'), 'URL'),
    params: pairsOf(request, 'parameters', say),
    headers: pairsOf(request, 'headers', say),
    auth: isSet(auth, 'disabled') ? null : toAuth({ kind: textAt(auth, 'type'), field }, gathering, place),
    messages: messages.map((message) => ({ ...message, body: say(message.body, message.name) })),
    options: { useCookies: !isCookieless, ...(isFollowing ? { maxRedirects: 10 } : {}) },
  }
  gathering.addSpec({ folder, name, saved: toSavedSpec(draft, gathering, place) })
}

const pairsOf = (request: Foreign, key: string, say: (text: string, part: string) => string): Pair[] =>
  listAt(request, key).map((pair) => {
    const name = textAt(pair, 'name')
    return { name: say(name, name), value: say(textAt(pair, 'value'), name), enabled: !isSet(pair, 'disabled') }
  })
