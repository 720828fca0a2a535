import type { CollectionImport } from '#shared/model/collection-import.ts'
import type { Pair, SavedMessage } from '#shared/model/spec.ts'
import { type Foreign, listAt, tableAt, tableOf, textAt, valueAt } from './foreign.ts'
import { Gathering } from './gathering.ts'
import { toMessage } from './messages.ts'
import { fromNothing } from './placeholders.ts'
import { isAutomaticHeader, type SpecDraft, toSavedSpec } from './spec-draft.ts'

/** Of a long recording these many different messages are kept; all of it is opened as a capture. */
const MAX_MESSAGES = 100
const BINARY = 2
/** Written by a browser for its own sake; a spec does not want to repeat them. */
const BROWSER_HEADERS = new Set(['pragma', 'cache-control', 'accept-encoding', 'accept-language', 'user-agent'])

/** HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/, with `_webSocketMessages` as browsers write them. */
export function isHar(document: unknown): boolean {
  return Array.isArray(valueAt(tableAt(document, 'log'), 'entries'))
}

/** Each WebSocket entry becomes a spec, with what was sent as its messages. */
export function readHar(document: unknown): CollectionImport {
  const gathering = new Gathering(fromNothing)
  const log = tableAt(document, 'log')
  let others = 0
  for (const entry of listAt(log, 'entries').map(tableOf)) {
    if (textAt(entry, '_resourceType') === 'websocket' || valueAt(entry, '_webSocketMessages') !== undefined) readEntry(entry, gathering)
    else others += 1
  }
  if (others > 0) gathering.remark('left-out', ['Entries'], `${others} entries are no WebSocket connections.`)
  return gathering.finish('har', textAt(listAt(log, 'pages')[0], 'title'))
}

function readEntry(entry: Foreign, gathering: Gathering): void {
  const request = tableAt(entry, 'request')
  const url = textAt(request, 'url').replace(/^http/i, 'ws')
  const name = nameOf(url)
  const headers = listAt(request, 'headers')
    .map((header): Pair => ({ name: textAt(header, 'name'), value: gathering.text(textAt(header, 'value'), []), enabled: true }))
    .filter((header) => !header.name.startsWith(':') && !isAutomaticHeader(header.name) && !BROWSER_HEADERS.has(header.name.toLowerCase()))
  const draft: SpecDraft = { url: gathering.text(url, []), params: [], headers, auth: null, messages: messagesOf(entry, gathering, [name]) }
  gathering.addSpec({ folder: [], name, saved: toSavedSpec(draft, gathering, [name]) })
}

/** What was sent, once where it was sent often. */
function messagesOf(entry: Foreign, gathering: Gathering, place: readonly string[]): SavedMessage[] {
  const messages = new Map<string, SavedMessage>()
  let left = 0
  for (const message of listAt(entry, '_webSocketMessages')) {
    if (textAt(message, 'type') !== 'send') continue
    const data = textAt(message, 'data')
    const isBinary = valueAt(message, 'opcode') === BINARY
    const key = `${isBinary}${data}`
    if (messages.has(key)) continue
    if (messages.size >= MAX_MESSAGES) left += 1
    else messages.set(key, isBinary ? { name: '', format: 'base64', body: data } : toMessage('', '', gathering.text(data, place)))
  }
  if (left > 0) gathering.remark('left-out', place, `Of its different messages the first ${MAX_MESSAGES} are kept, ${left} are not.`)
  return [...messages.values()]
}

function nameOf(url: string): string {
  const [, host = '', path = ''] = /^\w+:\/\/([^/?#]*)([^?#]*)/.exec(url) ?? []
  return `${host}${path === '/' ? '' : path}` || url
}
