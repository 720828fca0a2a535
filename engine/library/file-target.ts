import { matchItems } from './match-items.ts'
import { type ListTarget, type TableTarget, type TableTree, type Target, type Tree, targetOf } from './yaml/tree.ts'

/** What a file says as plain values, every default written out, in the order of the file. */
export type Value = string | number | boolean | null | readonly Value[] | Values
export type Values = { readonly [key: string]: Value }

/** What an item of a list may leave out. */
const ITEM_DEFAULTS: Readonly<Record<string, Values>> = {
  params: { enabled: true },
  headers: { enabled: true },
  subprotocols: { enabled: true },
  variables: { kind: 'plain', value: '', enabled: true },
  messages: { format: 'text' },
}

/** Models are plain data; JSON makes them free of the model's types, and of keys that are undefined. */
export const plainValues = (model: object): Values => JSON.parse(JSON.stringify(model)) as Values

/** A new file: what differs from the defaults. */
export function newFileTarget(wanted: Values, defaults: Values): TableTarget {
  return tableTarget(null, null, wanted, defaults)
}

/** An existing file that is to say `wanted` where it says `current`: unknown keys stay, as does all that says the same already. */
export function editedFileTarget(tree: TableTree, current: Values, wanted: Values, defaults: Values): TableTarget {
  return tableTarget(tree, current, wanted, defaults)
}

function tableTarget(tree: TableTree | null, current: Values | null, wanted: Values, defaults: Values): TableTarget {
  const entries: [key: string, target: Target][] = []
  for (const [key, entry] of tree?.entries ?? []) {
    const value = wanted[key]
    const target = value === undefined ? keep(entry.value) : entryTarget(key, entry, current?.[key], value, defaults[key])
    if (target) entries.push([key, target])
  }
  const order = Object.keys(wanted)
  for (const [index, key] of order.entries()) {
    const value = wanted[key]
    if (value === undefined || tree?.entries.has(key) || isSame(value, defaults[key])) continue
    const before = order.slice(0, index).findLast((other) => entries.some(([name]) => name === other))
    entries.splice(entries.findIndex(([name]) => name === before) + 1, 0, [key, newTarget(key, value, defaults[key])])
  }
  return { kind: 'table', entries: new Map(entries) }
}

/** Null: the key goes. A switch that is turned and turned back leaves no trace, unless a comment hangs on it. */
function entryTarget(
  key: string,
  { value: tree, hasCommentAbove }: { readonly value: Tree; readonly hasCommentAbove: boolean },
  current: Value | undefined,
  wanted: Value,
  standard: Value | undefined,
): Target | null {
  if (current !== undefined && isSame(current, wanted)) return keep(tree)
  if (isValues(wanted)) {
    const known = tree.kind === 'table' && isValues(current) ? { tree, current } : null
    const target = tableTarget(known?.tree ?? null, known?.current ?? null, wanted, isValues(standard) ? standard : {})
    return target.entries.size > 0 || hasCommentAbove || tree.hasComment ? target : null
  }
  if (isList(wanted)) {
    if (isSame(wanted, standard) && !hasCommentAbove) return null
    return listTarget(key, tree, isList(current) ? current : [], wanted)
  }
  return isSame(wanted, standard) && !hasCommentAbove && !tree.hasComment ? null : scalarTarget(wanted)
}

function newTarget(key: string, value: Value, standard: Value | undefined): Target {
  if (isList(value)) return listTarget(key, null, [], value)
  if (isValues(value)) return tableTarget(null, null, value, isValues(standard) ? standard : {})
  return scalarTarget(value)
}

function listTarget(key: string, tree: Tree | null, current: readonly Value[], wanted: readonly Value[]): ListTarget {
  const items = tree?.kind === 'list' ? tree.items : []
  const origins = items.length === current.length ? matchItems(current, wanted) : wanted.map(() => null)
  const targets = wanted.map((value, index) => {
    const from = origins[index] ?? null
    const item = from === null ? undefined : items[from]?.value
    const before = from === null ? undefined : current[from]
    return { from, value: itemTarget(key, item, before, value) }
  })
  return { kind: 'list', items: targets }
}

function itemTarget(key: string, tree: Tree | undefined, current: Value | undefined, wanted: Value): Target {
  if (tree && current !== undefined && isSame(current, wanted)) return keep(tree)
  if (!isValues(wanted)) return newTarget(key, wanted, undefined)
  const table = tree?.kind === 'table' ? tree : null
  const target = tableTarget(table, table && isValues(current) ? current : null, wanted, ITEM_DEFAULTS[key] ?? {})
  const name = target.entries.get('name')
  // A subprotocol of which nothing but its name is to be said is that name.
  const isNameOnly = key === 'subprotocols' && target.entries.size === 1 && !table?.hasComment
  return isNameOnly && name ? (name.kind === 'keep' ? targetOf(name.tree) : name) : target
}

const keep = (tree: Tree): Target => ({ kind: 'keep', tree })

function scalarTarget(value: Value): Target {
  return { kind: 'text', text: String(value), isBare: typeof value !== 'string' }
}

const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)

function isValues(value: Value | undefined): value is Values {
  return typeof value === 'object' && value !== null && !isList(value)
}

/** Both are written by one function, so equal values have their keys in the same order. */
const isSame = (a: Value, b: Value | undefined): boolean => JSON.stringify(a) === JSON.stringify(b)
