import type { CollectionImport } from '#shared/model/collection-import.ts'
import type { Pair } from '#shared/model/spec.ts'
import { toAuth } from './auth.ts'
import { type Foreign, isTable, listAt, tableAt, tableOf, textAt, valueAt } from './foreign.ts'
import { Gathering } from './gathering.ts'
import { toMessage } from './messages.ts'
import { fromYaak } from './placeholders.ts'
import { MAX_DEPTH } from './source.ts'
import { type SpecDraft, toSavedSpec } from './spec-draft.ts'

/** Yaak's export, schema 4 (`yaakSchema`): lists of resources that name their folders. */
export function isYaak(document: unknown): boolean {
  return valueAt(document, 'yaakSchema') !== undefined && isTable(valueAt(document, 'resources'))
}

export function readYaak(document: unknown): CollectionImport {
  const gathering = new Gathering(fromYaak)
  const resources = tableAt(document, 'resources')
  const folders = new Map(listAt(resources, 'folders').map((folder) => [textAt(folder, 'id'), tableOf(folder)]))
  for (const environment of listAt(resources, 'environments').map(tableOf)) readEnvironment(environment, gathering)
  for (const [id, folder] of folders) {
    const path = pathOf(id, folders)
    gathering.addFolder({
      path,
      auth: authOf(folder, gathering, path),
      headers: pairsOf(folder, 'headers', gathering, path),
      variables: [],
    })
  }
  for (const request of listAt(resources, 'websocketRequests').map(tableOf))
    readRequest(request, pathOf(textAt(request, 'folderId'), folders), gathering)
  for (const [kind, what] of [
    ['httpRequests', 'an HTTP request'],
    ['grpcRequests', 'a gRPC request'],
  ] as const) {
    for (const request of listAt(resources, kind)) gathering.remark('left-out', [textAt(request, 'name')], `It is ${what}.`)
  }
  return gathering.finish('yaak', textAt(listAt(resources, 'workspaces')[0], 'name'))
}

/** The global variables of a workspace are its own, those of an environment an environment's. */
function readEnvironment(environment: Foreign, gathering: Gathering): void {
  const name = textAt(environment, 'name') || 'Unnamed'
  const variables = listAt(environment, 'variables')
    .filter((variable) => textAt(variable, 'name') !== '')
    .map((variable) => ({
      name: textAt(variable, 'name'),
      kind: 'plain' as const,
      value: gathering.text(textAt(variable, 'value'), [name, textAt(variable, 'name')]),
      enabled: valueAt(variable, 'enabled') !== false,
    }))
  if (textAt(environment, 'parentModel') === 'workspace') gathering.addFolder({ path: [], auth: null, headers: [], variables })
  else gathering.addEnvironment({ name, variables })
}

function readRequest(request: Foreign, folder: readonly string[], gathering: Gathering): void {
  const name = textAt(request, 'name') || textAt(request, 'url') || 'Unnamed'
  const place = [...folder, name]
  const message = textAt(request, 'message')
  const draft: SpecDraft = {
    ...urlOf(request, gathering, place),
    headers: pairsOf(request, 'headers', gathering, place),
    auth: authOf(request, gathering, place),
    messages: message === '' ? [] : [toMessage('', '', gathering.text(message, [...place, 'message']))],
  }
  gathering.addSpec({ folder, name, saved: toSavedSpec(draft, gathering, place) })
}

/** A parameter whose name begins with a colon is a part of the path. */
function urlOf(request: Foreign, gathering: Gathering, place: readonly string[]): Pick<SpecDraft, 'url' | 'params'> {
  const pairs = pairsOf(request, 'urlParameters', gathering, place)
  let url = gathering.text(textAt(request, 'url'), [...place, 'URL'])
  for (const { name, value } of pairs) if (name.startsWith(':')) url = url.replaceAll(`/${name}`, () => `/${value}`)
  return { url, params: pairs.filter(({ name }) => !name.startsWith(':')) }
}

const pairsOf = (holder: Foreign, key: string, gathering: Gathering, place: readonly string[]): Pair[] =>
  listAt(holder, key)
    .map((pair) => {
      const name = textAt(pair, 'name')
      return {
        name: gathering.text(name, place),
        value: gathering.text(textAt(pair, 'value'), [...place, name]),
        enabled: valueAt(pair, 'enabled') !== false,
      }
    })
    .filter(({ name, value }) => name !== '' || value !== '')

function authOf(holder: Foreign, gathering: Gathering, place: readonly string[]): ReturnType<typeof toAuth> {
  const auth = tableAt(holder, 'authentication')
  const field = (...names: readonly string[]): string =>
    gathering.text(names.map((each) => textAt(auth, each)).find((value) => value !== '') ?? '', [...place, 'auth'])
  return toAuth({ kind: textAt(holder, 'authenticationType'), field }, gathering, place)
}

function pathOf(id: string, folders: ReadonlyMap<string, Foreign>): string[] {
  const names: string[] = []
  const seen = new Set<string>()
  for (let at = id; folders.has(at) && !seen.has(at) && names.length < MAX_DEPTH; at = textAt(folders.get(at), 'folderId')) {
    seen.add(at)
    names.unshift(textAt(folders.get(at), 'name') || 'Unnamed')
  }
  return names
}
