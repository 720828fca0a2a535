import type { CollectionImport } from '#shared/model/collection-import.ts'
import type { ConnectionOptions, Pair, SavedMessage } from '#shared/model/spec.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import type { Variable } from '#shared/model/variables.ts'
import { toAuth } from './auth.ts'
import { type Foreign, isSet, listOf, numberAt, parseYaml, tableAt, tableOf, textAt, textOf, valueAt } from './foreign.ts'
import { Gathering } from './gathering.ts'
import { toMessage } from './messages.ts'
import { baseName, folderOf, joined } from './paths.ts'
import { fromPostman } from './placeholders.ts'
import { socketIoMessage, socketIoUrl } from './socket-io.ts'
import type { SourceFile } from './source.ts'
import { type SpecDraft, toSavedSpec, withoutQuery } from './spec-draft.ts'

const REQUEST = /\.request\.ya?ml$/
const DEFINITION = /(?:^|\/)\.resources\/definition\.ya?ml$/
const MESSAGE = /\.message\.ya?ml$/
const MIB = 1024 * 1024

/** Collection format 3: a folder of YAML files, each with its `$kind`. */
export function isPostmanFolder(files: readonly SourceFile[]): boolean {
  return files.some(({ path, text }) => REQUEST.test(path) && text.includes('$kind'))
}

export function readPostmanFolder(files: readonly SourceFile[]): CollectionImport {
  const gathering = new Gathering(fromPostman)
  const definition = files.find(({ path }) => DEFINITION.test(path))
  const collection = definition ? parseYaml(definition.text) : null
  const name = textAt(collection, 'name')
  readDefinition(collection, [], gathering)
  const requests = files
    .filter(({ path }) => REQUEST.test(path))
    .map((file) => ({ file, request: parseYaml(file.text) }))
    .sort(
      (a, b) =>
        (numberAt(a.request, 'order', 0, Number.MAX_SAFE_INTEGER) ?? 0) - (numberAt(b.request, 'order', 0, Number.MAX_SAFE_INTEGER) ?? 0),
    )
  for (const { file, request } of requests) readRequest(file, tableOf(request), files, gathering)
  return gathering.finish('postman-3', name)
}

/** Variables are a table of names, or a list of keys and values. */
function readDefinition(definition: unknown, path: readonly string[], gathering: Gathering): void {
  const said = valueAt(definition, 'variables')
  const entries = Array.isArray(said)
    ? said.map((each) => [textAt(each, 'key'), valueAt(each, 'value')] as const)
    : Object.entries(tableOf(said))
  const variables = entries
    .filter(([name]) => name !== '')
    .map(([name, value]): Variable => ({ name, kind: 'plain', value: gathering.text(textOf(value), [...path, name]), enabled: true }))
  gathering.addFolder({ path, auth: authOf(definition, gathering, path), headers: [], variables })
}

function readRequest(file: SourceFile, request: Foreign, files: readonly SourceFile[], gathering: Gathering): void {
  const kind = textAt(request, '$kind')
  const name = baseName(file.path).replace(REQUEST, '')
  const folder = folderOf(file.path)
  const place = [...folder, name]
  const isSocketIo = kind === 'socket.io-request'
  if (kind !== 'websocket-request' && !isSocketIo) {
    gathering.remark('left-out', place, `It is no WebSocket request, but a "${kind}".`)
    return
  }
  const settings = tableAt(request, 'settings')
  const url = textAt(request, 'url')
  const params = pairsOf(valueAt(request, 'queryParams'), gathering, place)
  const draft: SpecDraft = {
    url: gathering.text(
      isSocketIo ? socketIoUrl(url, textAt(settings, 'path'), textAt(settings, 'version')) : params.length > 0 ? withoutQuery(url) : url,
      [...place, 'URL'],
    ),
    params,
    headers: pairsOf(valueAt(request, 'headers'), gathering, place),
    auth: authOf(request, gathering, place),
    messages: messagesOf(file, request, files, gathering, place),
    verify: valueAt(settings, 'strictSSL') !== false,
    options: optionsOf(settings),
  }
  if (isSocketIo)
    gathering.remark(
      'changed',
      place,
      'Socket.IO is spoken here as the text frames it is made of: send "40" first, and answer "2" with "3".',
    )
  gathering.addSpec({ folder, name, saved: toSavedSpec(draft, gathering, place) })
}

/** Headers and parameters: a table of names, or a list. */
function pairsOf(said: unknown, gathering: Gathering, place: readonly string[]): Pair[] {
  const pairs: Pair[] = Array.isArray(said)
    ? said.map((pair) => ({
        name: textAt(pair, 'key') || textAt(pair, 'name'),
        value: textAt(pair, 'value'),
        enabled: !isSet(pair, 'disabled'),
      }))
    : Object.entries(tableOf(said)).flatMap(([name, value]) =>
        (Array.isArray(value) ? value : [value]).map((each) => ({ name, value: textOf(each), enabled: true })),
      )
  return pairs.map(({ name, value, enabled }) => ({
    name: gathering.text(name, place),
    value: gathering.text(value, [...place, name]),
    enabled,
  }))
}

/** `messages` is the path of a folder of message files, relative to the request's. */
function messagesOf(
  file: SourceFile,
  request: Foreign,
  files: readonly SourceFile[],
  gathering: Gathering,
  place: readonly string[],
): SavedMessage[] {
  const said = textAt(request, 'messages')
  if (said === '') return []
  const folder = joined(folderOf(file.path), said)
  if (folder === null) {
    gathering.remark('left-out', place, 'Its messages are said to stand outside of the collection; they are not read.')
    return []
  }
  return files
    .filter(({ path }) => MESSAGE.test(path) && folderOf(path).join('/') === folder.join('/'))
    .map(({ path, text }) => readMessage(baseName(path).replace(MESSAGE, ''), tableOf(parseYaml(text)), gathering, place))
}

function readMessage(name: string, message: Foreign, gathering: Gathering, place: readonly string[]): SavedMessage {
  const say = (text: string): string => gathering.text(text, [...place, name])
  if (textAt(message, '$kind') !== 'socket.io-message') {
    return toMessage(name, textAt(message, 'contentType'), say(textAt(message, 'content')))
  }
  const args = listOf(valueAt(message, 'args')).map((arg) => ({
    content: textAt(arg, 'content'),
    isJson: textAt(arg, 'contentType') === 'json',
  }))
  return { name, format: 'text', body: say(socketIoMessage(textAt(message, 'eventName'), args, isSet(message, 'acknowledgement'))) }
}

function optionsOf(settings: Foreign): Partial<ConnectionOptions> {
  const { reconnect, handshakeTimeoutMs, maxMessageBytes } = DEFAULT_SPEC.options
  const attempts = numberAt(settings, 'retryCount', 0, 1_000_000)
  const megabytes = numberAt(settings, 'maxPayload', 1, 1024)
  return {
    handshakeTimeoutMs: numberAt(settings, 'handshakeTimeout', 1, 86_400_000) ?? handshakeTimeoutMs,
    maxMessageBytes: megabytes === null ? maxMessageBytes : megabytes * MIB,
    reconnect: {
      ...reconnect,
      attempts: attempts ?? reconnect.attempts,
      delayMs: numberAt(settings, 'retryDelay', 0, 86_400_000) ?? reconnect.delayMs,
    },
  }
}

function authOf(holder: unknown, gathering: Gathering, place: readonly string[]): ReturnType<typeof toAuth> {
  const auth = tableAt(holder, 'auth')
  const credentials = tableAt(auth, 'credentials')
  const field = (...names: readonly string[]): string =>
    gathering.text(names.map((each) => textAt(credentials, each) || textAt(auth, each)).find((value) => value !== '') ?? '', [
      ...place,
      'auth',
    ])
  return toAuth({ kind: textAt(auth, 'type'), field }, gathering, place)
}
