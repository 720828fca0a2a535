import type { CollectionImport } from '#shared/model/collection-import.ts'
import { type Foreign, listAt, tableAt, tableOf, textAt, valueAt } from './foreign.ts'
import { Gathering } from './gathering.ts'
import { readEnvironment, variablesOf } from './insomnia.ts'
import { insomniaRequest } from './insomnia-request.ts'
import { fromInsomnia } from './placeholders.ts'
import { MAX_DEPTH } from './source.ts'

/** Export format 5: folders hold their children, and a WebSocket request is known only by its id. It has no messages. */
export function isInsomnia5(document: unknown): boolean {
  return /^collection\.insomnia\.rest\/5/.test(textAt(document, 'type'))
}

export function readInsomnia5(document: unknown): CollectionImport {
  const gathering = new Gathering(fromInsomnia)
  const name = textAt(document, 'name')
  const base = tableAt(document, 'environments')
  readEnvironment(textAt(base, 'name') || 'Base Environment', tableAt(base, 'data'), gathering)
  for (const each of listAt(base, 'subEnvironments')) readEnvironment(textAt(each, 'name') || 'Unnamed', tableAt(each, 'data'), gathering)
  readChildren(listAt(document, 'collection'), [], gathering)
  if (listAt(tableAt(document, 'cookieJar'), 'cookies').length > 0) gathering.remark('left-out', ['Cookies'], 'Cookies are not taken over.')
  gathering.remark('left-out', ['Messages'], 'This export format holds no messages of WebSocket requests.')
  return gathering.finish('insomnia-5', name)
}

function readChildren(children: readonly unknown[], folder: readonly string[], gathering: Gathering): void {
  for (const child of children.map(tableOf)) {
    const name = textAt(child, 'name') || 'Unnamed'
    if (Array.isArray(valueAt(child, 'children'))) readFolder(child, [...folder, name], gathering)
    else if (textAt(tableAt(child, 'meta'), 'id').startsWith('ws-req')) insomniaRequest(child, { folder, name, messages: [] }, gathering)
    else gathering.remark('left-out', [...folder, name], 'It is no WebSocket request.')
  }
}

function readFolder(group: Foreign, path: readonly string[], gathering: Gathering): void {
  if (path.length > MAX_DEPTH) {
    gathering.remark('left-out', path.slice(0, 3), `Folders deeper than ${MAX_DEPTH} levels are not read.`)
    return
  }
  gathering.addFolder({ path, auth: null, headers: [], variables: variablesOf(tableAt(group, 'environment'), gathering, path) })
  readChildren(listAt(group, 'children'), path, gathering)
}
