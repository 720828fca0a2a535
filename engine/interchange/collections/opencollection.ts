import type { CollectionImport } from '#shared/model/collection-import.ts'
import { type ConnectionOptions, DEFAULT_SPEC, type Pair } from '#shared/model/spec.ts'
import { toAuth } from './auth.ts'
import { type Foreign, isSet, isTable, listAt, numberAt, parseYaml, tableAt, tableOf, textAt, valueAt } from './foreign.ts'
import { Gathering } from './gathering.ts'
import { toMessage } from './messages.ts'
import { baseName, folderOf } from './paths.ts'
import { fromBruno } from './placeholders.ts'
import type { SourceFile } from './source.ts'
import { type SpecDraft, toSavedSpec, withoutQuery } from './spec-draft.ts'

const FILE = /\.ya?ml$/
const ROOT = /(?:^|\/)opencollection\.ya?ml$/
const LONGEST_MS = 86_400_000

/** OpenCollection, the YAML format of Bruno: a folder with an `opencollection.yml`, or one of its files. */
export function isOpenCollection(files: readonly SourceFile[]): boolean {
  return files.some(({ path, text }) => ROOT.test(path) || (FILE.test(path) && /^websocket:/m.test(text) && /^info:/m.test(text)))
}

export function readOpenCollection(files: readonly SourceFile[]): CollectionImport {
  const gathering = new Gathering(fromBruno)
  const root = files.find(({ path }) => ROOT.test(path))
  const requests = files
    .filter(({ path }) => FILE.test(path) && !ROOT.test(path))
    .map(({ path, text }) => ({ path, item: tableOf(parseYaml(text)) }))
    .sort((a, b) => orderOf(a.item) - orderOf(b.item))
  for (const { path, item } of requests) readItem(path, item, gathering)
  return gathering.finish(
    'opencollection',
    textAt(tableAt(root ? parseYaml(root.text) : null, 'info'), 'name') || baseName(requests[0]?.path ?? ''),
  )
}

const orderOf = (item: Foreign): number => numberAt(tableAt(item, 'info'), 'seq', 0, Number.MAX_SAFE_INTEGER) ?? 0

function readItem(path: string, item: Foreign, gathering: Gathering): void {
  const info = tableAt(item, 'info')
  const folder = folderOf(path)
  const name = textAt(info, 'name') || baseName(path).replace(FILE, '')
  const place = [...folder, name]
  if (folder.at(-1) === 'environments') {
    const variables = listAt(item, 'variables').map((variable) => {
      const isSecret = isSet(variable, 'secret')
      const value = isSecret ? '' : gathering.text(textAt(variable, 'value'), [...place, textAt(variable, 'name')])
      return {
        name: textAt(variable, 'name'),
        kind: isSecret ? ('secret' as const) : ('plain' as const),
        value,
        enabled: !isSet(variable, 'disabled'),
      }
    })
    gathering.addEnvironment({ name: textAt(item, 'name') || name, variables })
    return
  }
  if (!isTable(valueAt(item, 'websocket'))) {
    gathering.remark('left-out', place, `It is no WebSocket request, but of the type "${textAt(info, 'type')}".`)
    return
  }
  const socket = tableAt(item, 'websocket')
  const params = pairsOf(socket, 'params', gathering, place).filter(({ type }) => type !== 'path')
  const url = textAt(socket, 'url')
  const draft: SpecDraft = {
    url: gathering.text(params.length > 0 ? withoutQuery(url) : url, [...place, 'URL']),
    params: params.map(({ type: _, ...pair }) => pair),
    headers: pairsOf(socket, 'headers', gathering, place).map(({ type: _, ...pair }) => pair),
    auth: authOf(valueAt(socket, 'auth'), gathering, place),
    messages: messagesOf(socket, gathering, place),
    options: optionsOf(tableAt(item, 'settings')),
  }
  gathering.addSpec({ folder, name, saved: toSavedSpec(draft, gathering, place) })
}

/** One message is a table, several are a list of titles with their message. */
function messagesOf(socket: Foreign, gathering: Gathering, place: readonly string[]): SpecDraft['messages'] {
  const said = valueAt(socket, 'message')
  const all = Array.isArray(said)
    ? said.map((each) => ({ title: textAt(each, 'title'), message: tableAt(each, 'message') }))
    : [{ title: '', message: tableOf(said) }]
  return all
    .filter(({ message }) => valueAt(message, 'data') !== undefined)
    .map(({ title, message }) => toMessage(title, textAt(message, 'type'), gathering.text(textAt(message, 'data'), [...place, title])))
}

function optionsOf(settings: Foreign): Partial<ConnectionOptions> {
  const { handshakeTimeoutMs, keepAlive } = DEFAULT_SPEC.options
  return {
    // 0 means "no limit" there.
    handshakeTimeoutMs: numberAt(settings, 'timeout', 1, LONGEST_MS) ?? handshakeTimeoutMs,
    keepAlive: { ...keepAlive, intervalMs: numberAt(settings, 'keepAliveInterval', 0, LONGEST_MS) ?? keepAlive.intervalMs },
  }
}

function authOf(said: unknown, gathering: Gathering, place: readonly string[]): ReturnType<typeof toAuth> {
  const kind = typeof said === 'string' ? said : textAt(said, 'type')
  const field = (...names: readonly string[]): string =>
    gathering.text(names.map((name) => textAt(said, name)).find((value) => value !== '') ?? '', [...place, 'auth'])
  return toAuth({ kind, field }, gathering, place)
}

const pairsOf = (holder: Foreign, key: string, gathering: Gathering, place: readonly string[]): (Pair & { readonly type: string })[] =>
  listAt(holder, key).map((pair) => {
    const name = textAt(pair, 'name')
    return {
      name: gathering.text(name, place),
      value: gathering.text(textAt(pair, 'value'), [...place, name]),
      enabled: !isSet(pair, 'disabled'),
      type: textAt(pair, 'type'),
    }
  })
