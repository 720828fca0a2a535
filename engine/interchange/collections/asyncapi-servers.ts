import type { Placed, References } from './asyncapi-refs.ts'
import { type Foreign, tableAt, tableOf, textAt, textOf, valueAt } from './foreign.ts'

/** Where connections of a document go to. */
export interface AsyncApiServer {
  readonly name: string
  /** Scheme, host and path, with `{variables}`, without a slash at the end. */
  readonly url: string
  readonly variables: Foreign
}

const PROTOCOLS = new Set(['ws', 'wss', 'http', 'https'])

/** Version 2 says `url`, version 3 `host` and `pathname`; documents of either put a scheme into the wrong place. */
export function serversOf(document: Placed, references: References): AsyncApiServer[] {
  return Object.entries(tableAt(document.value, 'servers')).flatMap(([name, given]) => {
    const { value: server } = references.resolve(given, document.path)
    const protocol = textAt(server, 'protocol').toLowerCase()
    if (!PROTOCOLS.has(protocol)) return []
    const address = textAt(server, 'url') || `${textAt(server, 'host')}${textAt(server, 'pathname')}`
    const scheme = protocol === 'wss' || protocol === 'https' ? 'wss' : 'ws'
    const url = /^\w+:\/\//.test(address) ? address.replace(/^http/i, 'ws') : `${scheme}://${address}`
    return [{ name, url: url.replace(/\/+$/, ''), variables: tableAt(server, 'variables') }]
  })
}

/** What a parameter or variable stands for unless somebody says otherwise: its default, its first example, its first choice. */
export function defaultOf(parameter: Foreign): string {
  const schema = tableAt(parameter, 'schema')
  for (const holder of [parameter, schema]) {
    const said = textOf(valueAt(holder, 'default'))
    if (said !== '') return said
    for (const key of ['examples', 'enum']) {
      const all = valueAt(holder, key)
      const first: unknown = Array.isArray(all) ? all[0] : undefined
      if (textOf(first) !== '') return textOf(first)
    }
  }
  return ''
}

/** The properties of a binding's schema, as names and the values they have by default. */
export function propertiesOf(
  schema: Placed,
  references: References,
): { readonly name: string; readonly value: string; readonly enabled: boolean }[] {
  return Object.entries(tableAt(schema.value, 'properties')).map(([name, given]) => {
    const { value: property } = references.resolve(given, schema.path)
    const value = textOf(valueAt(property, 'const')) || defaultOf(property)
    const required = valueAt(schema.value, 'required')
    return { name, value, enabled: value !== '' && (hasDefault(property) || (Array.isArray(required) && required.includes(name))) }
  })
}

const hasDefault = (property: Foreign): boolean => ['default', 'const'].some((key) => valueAt(tableOf(property), key) !== undefined)
