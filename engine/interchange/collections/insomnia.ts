import type { CollectionImport } from '#shared/model/collection-import.ts'
import type { SavedMessage } from '#shared/model/spec.ts'
import type { Variable } from '#shared/model/variables.ts'
import { type Foreign, isTable, listAt, tableAt, tableOf, textAt, textOf, valueAt } from './foreign.ts'
import { Gathering } from './gathering.ts'
import { insomniaRequest } from './insomnia-request.ts'
import { toMessage } from './messages.ts'
import { fromInsomnia } from './placeholders.ts'
import { MAX_DEPTH } from './source.ts'

const FOLDERS = new Set(['request_group', 'workspace'])

/** Export format 4: a flat list of resources that name their parents. */
export function isInsomnia4(document: unknown): boolean {
  return textAt(document, '_type') === 'export' && Array.isArray(valueAt(document, 'resources'))
}

export function readInsomnia4(document: unknown): CollectionImport {
  const gathering = new Gathering(fromInsomnia)
  const resources = listAt(document, 'resources').map(tableOf)
  const byId = new Map(resources.map((resource) => [textAt(resource, '_id'), resource]))
  const payloads = payloadsByRequest(resources)
  for (const resource of resources) {
    const kind = textAt(resource, '_type')
    const name = textAt(resource, 'name') || 'Unnamed'
    const folder = folderOf(resource, byId)
    if (kind === 'websocket_request')
      insomniaRequest(resource, { folder, name, messages: payloads.get(textAt(resource, '_id')) ?? [] }, gathering)
    else if (kind === 'environment') readEnvironment(name, tableAt(resource, 'data'), gathering)
    else if (kind === 'request_group') {
      gathering.addFolder({
        path: [...folder, name],
        auth: null,
        headers: [],
        variables: variablesOf(tableAt(resource, 'environment'), gathering, [...folder, name]),
      })
    } else if (kind.endsWith('request')) gathering.remark('left-out', [...folder, name], `It is no WebSocket request, but a "${kind}".`)
    else if (kind === 'cookie_jar' && listAt(resource, 'cookies').length > 0)
      gathering.remark('left-out', [name], 'Cookies are not taken over.')
  }
  const workspace = resources.find((resource) => textAt(resource, '_type') === 'workspace')
  return gathering.finish('insomnia-4', textAt(workspace, 'name'))
}

export function readEnvironment(name: string, data: Foreign, gathering: Gathering): void {
  const variables = variablesOf(data, gathering, [name])
  if (variables.length > 0) gathering.addEnvironment({ name, variables })
}

/** Nested tables become names with dots, as their placeholders say them. */
export function variablesOf(data: Foreign, gathering: Gathering, place: readonly string[], prefix = '', depth = 0): Variable[] {
  return Object.entries(data).flatMap(([key, value]): Variable[] => {
    const name = `${prefix}${key}`
    if (isTable(value) && depth < MAX_DEPTH) return variablesOf(value, gathering, place, `${name}.`, depth + 1)
    const written = Array.isArray(value) ? JSON.stringify(value) : textOf(value)
    return [{ name, kind: 'plain', value: gathering.text(written, [...place, name]), enabled: true }]
  })
}

function payloadsByRequest(resources: readonly Foreign[]): ReadonlyMap<string, SavedMessage[]> {
  const payloads = new Map<string, SavedMessage[]>()
  for (const resource of resources) {
    if (textAt(resource, '_type') !== 'websocket_payload') continue
    const request = textAt(resource, 'parentId')
    const message = toMessage(textAt(resource, 'name'), textAt(resource, 'mode'), textAt(resource, 'value'))
    payloads.set(request, [...(payloads.get(request) ?? []), message])
  }
  return payloads
}

/** The names of the folders above, the workspace itself aside; a loop ends where it begins again. */
function folderOf(resource: Foreign, byId: ReadonlyMap<string, Foreign>): string[] {
  const names: string[] = []
  const seen = new Set<Foreign>()
  let parent = byId.get(textAt(resource, 'parentId'))
  while (parent && !seen.has(parent) && names.length < MAX_DEPTH && FOLDERS.has(textAt(parent, '_type'))) {
    seen.add(parent)
    if (textAt(parent, '_type') === 'request_group') names.unshift(textAt(parent, 'name') || 'Unnamed')
    parent = byId.get(textAt(parent, 'parentId'))
  }
  return names
}
