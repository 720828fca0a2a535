import type { CollectionImport } from '#shared/model/collection-import.ts'
import type { AuthOptions, Pair } from '#shared/model/spec.ts'
import type { Variable } from '#shared/model/variables.ts'
import { toAuth } from './auth.ts'
import { type Foreign, isSet, isTable, listAt, tableAt, tableOf, textAt, textOf, valueAt } from './foreign.ts'
import { Gathering } from './gathering.ts'
import { toMessage } from './messages.ts'
import { fromPostman } from './placeholders.ts'
import { MAX_DEPTH } from './source.ts'
import { isWebSocketUrl, type SpecDraft, toSavedSpec, withoutQuery } from './spec-draft.ts'

/** Collection format 2.0 and 2.1 (schema.getpostman.com). It has no kind for WebSockets: a request whose URL says ws or wss is one. */
export function isPostmanCollection(document: unknown): boolean {
  return Array.isArray(valueAt(document, 'item')) && isTable(valueAt(document, 'info'))
}

export function readPostmanCollection(document: unknown): CollectionImport {
  const gathering = new Gathering(fromPostman)
  const name = textAt(tableAt(document, 'info'), 'name')
  gathering.addFolder({
    path: [],
    auth: authAt(document, gathering, [name]),
    headers: [],
    variables: variablesAt(document, 'variable', gathering, [name]),
  })
  readItems(listAt(document, 'item'), [], gathering)
  return gathering.finish('postman-2', name)
}

/** An environment or the globals as Postman exports them. */
export function isPostmanEnvironment(document: unknown): boolean {
  return Array.isArray(valueAt(document, 'values')) && textAt(document, 'name') !== ''
}

export function readPostmanEnvironment(document: unknown): CollectionImport {
  const gathering = new Gathering(fromPostman)
  const name = textAt(document, 'name')
  gathering.addEnvironment({ name, variables: variablesAt(document, 'values', gathering, [name]) })
  return gathering.finish('postman-environment', name)
}

function readItems(items: readonly unknown[], folder: readonly string[], gathering: Gathering): void {
  for (const item of items) {
    const name = textAt(item, 'name') || 'Unnamed'
    const place = [...folder, name]
    if (Array.isArray(valueAt(item, 'item'))) {
      if (place.length > MAX_DEPTH) {
        gathering.remark('left-out', place.slice(0, 3), `Folders deeper than ${MAX_DEPTH} levels are not read.`)
        continue
      }
      gathering.addFolder({
        path: place,
        auth: authAt(item, gathering, place),
        headers: [],
        variables: variablesAt(item, 'variable', gathering, place),
      })
      readItems(listAt(item, 'item'), place, gathering)
    } else {
      readRequest(valueAt(item, 'request'), folder, name, gathering)
    }
    if (listAt(item, 'event').length > 0) gathering.remark('left-out', place, 'Scripts are not run by Sockscope.')
  }
}

function readRequest(given: unknown, folder: readonly string[], name: string, gathering: Gathering): void {
  const request = typeof given === 'string' ? { url: given } : tableOf(given)
  const place = [...folder, name]
  const address = valueAt(request, 'url')
  const raw = typeof address === 'string' ? address : textAt(address, 'raw')
  if (!isWebSocketUrl(raw)) {
    gathering.remark('left-out', place, `It is no WebSocket request: its URL begins with "${raw.slice(0, 20)}".`)
    return
  }
  const draft: SpecDraft = {
    ...urlOf(raw, tableOf(address), gathering, place),
    headers: pairsAt(request, 'header', gathering, place),
    auth: authAt(request, gathering, place),
    messages: bodyOf(tableAt(request, 'body'), gathering, place),
  }
  gathering.addSpec({ folder, name, saved: toSavedSpec(draft, gathering, place) })
}

/** `:name` in the path stands for a path variable, whose value is put in. */
function urlOf(raw: string, address: Foreign, gathering: Gathering, place: readonly string[]): Pick<SpecDraft, 'url' | 'params'> {
  const params = pairsAt(address, 'query', gathering, place)
  let url = params.length > 0 ? withoutQuery(raw) : raw
  for (const variable of listAt(address, 'variable')) {
    const key = textAt(variable, 'key') || textAt(variable, 'id')
    const value = textAt(variable, 'value')
    if (key === '' || !url.includes(`/:${key}`)) continue
    url = url.replaceAll(`/:${key}`, () => `/${value === '' ? `{{${key}}}` : value}`)
    gathering.remark('changed', [...place, 'URL'], `The path variable :${key} was put into the URL.`)
  }
  return { url: gathering.text(url, [...place, 'URL']), params }
}

function bodyOf(body: Foreign, gathering: Gathering, place: readonly string[]): SpecDraft['messages'] {
  const raw = textAt(body, 'raw')
  const language = textAt(tableAt(tableAt(body, 'options'), 'raw'), 'language')
  return raw === '' ? [] : [toMessage('', language, gathering.text(raw, [...place, 'message']))]
}

/** Credentials: `{"type": "basic", "basic": [{"key": "username", "value": …}]}`, the fields a list in 2.1 and a table in 2.0. */
function authAt(holder: unknown, gathering: Gathering, place: readonly string[]): AuthOptions | null {
  const auth = tableAt(holder, 'auth')
  const kind = textAt(auth, 'type')
  const said = valueAt(auth, kind)
  const fields = new Map(
    Array.isArray(said)
      ? said.map((field) => [textAt(field, 'key'), textAt(field, 'value')] as const)
      : Object.entries(tableOf(said)).map(([key, value]) => [key, textOf(value)] as const),
  )
  const field = (...names: readonly string[]): string =>
    gathering.text(names.map((each) => fields.get(each) ?? '').find((value) => value !== '') ?? '', [...place, 'auth'])
  return toAuth({ kind, field }, gathering, place)
}

function pairsAt(holder: unknown, key: string, gathering: Gathering, place: readonly string[]): Pair[] {
  return listAt(holder, key).map((pair) => ({
    name: gathering.text(textAt(pair, 'key'), place),
    value: gathering.text(textAt(pair, 'value'), [...place, textAt(pair, 'key')]),
    enabled: !isSet(pair, 'disabled'),
  }))
}

/** Secrets come without their value: it is theirs who exported them. */
function variablesAt(holder: unknown, key: string, gathering: Gathering, place: readonly string[]): Variable[] {
  return listAt(holder, key)
    .map((variable): Variable => {
      const isSecret = textAt(variable, 'type') === 'secret'
      const name = textAt(variable, 'key') || textAt(variable, 'id')
      return {
        name,
        kind: isSecret ? 'secret' : 'plain',
        value: isSecret ? '' : gathering.text(textAt(variable, 'value'), [...place, name]),
        enabled: !isSet(variable, 'disabled') && valueAt(variable, 'enabled') !== false,
      }
    })
    .filter(({ name }) => name !== '')
}
