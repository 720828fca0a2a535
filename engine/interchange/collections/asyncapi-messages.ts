import type { SavedMessage } from '#shared/model/spec.ts'
import type { Placed, References } from './asyncapi-refs.ts'
import { isTable, listAt, tableAt, tableOf, textAt, textOf, valueAt } from './foreign.ts'
import type { Gathering } from './gathering.ts'
import { toMessage } from './messages.ts'
import { MAX_DEPTH } from './source.ts'

/** Values written out of one schema; a hostile one asks for millions. */
const MAX_VALUES = 2_000

/** A message's examples or, where it has none, one made from its schema. */
export function messagesOf(name: string, { value: message, path }: Placed, references: References, gathering: Gathering): SavedMessage[] {
  const title = textAt(message, 'name') || textAt(message, 'title') || name
  const examples = listAt(message, 'examples').filter((example) => valueAt(example, 'payload') !== undefined)
  if (examples.length > 0) {
    return examples.map((example) => {
      const suffix = textAt(example, 'name')
      return written(suffix === '' ? title : `${title}: ${suffix}`, valueAt(example, 'payload'), gathering)
    })
  }
  const payload = valueAt(message, 'payload')
  if (!isTable(payload)) return []
  const budget = { left: MAX_VALUES }
  const sample = sampleOf(references.resolve(payload, path), references, budget, 0)
  if (sample === undefined) return []
  gathering.remark('unsure', [title], 'It has no example; its message was made from its schema.')
  return [written(title, sample, gathering)]
}

const written = (name: string, payload: unknown, gathering: Gathering): SavedMessage =>
  typeof payload === 'string'
    ? toMessage(name, '', gathering.text(payload, [name]))
    : toMessage(name, 'json', gathering.text(JSON.stringify(payload, null, 2) ?? '', [name]))

/** A value as a schema would have it: const, default, example, first choice, or an empty value of its type. */
function sampleOf({ value: schema, path }: Placed, references: References, budget: { left: number }, depth: number): unknown {
  budget.left -= 1
  if (budget.left < 0 || depth > MAX_DEPTH) return undefined
  for (const key of ['const', 'default', 'example']) if (valueAt(schema, key) !== undefined) return valueAt(schema, key)
  const [first] = [...listAt(schema, 'examples'), ...listAt(schema, 'enum')]
  if (first !== undefined) return first
  const below = (given: unknown): unknown => sampleOf(references.resolve(given, path), references, budget, depth + 1)
  const [choice] = [...listAt(schema, 'oneOf'), ...listAt(schema, 'anyOf')]
  if (choice !== undefined) return below(choice)
  const parts = listAt(schema, 'allOf').map(below)
  const properties = tableAt(schema, 'properties')
  if (parts.length > 0 || Object.keys(properties).length > 0) {
    const own = Object.entries(properties).map(([name, given]) => [name, below(given)] as const)
    // Built from entries, so that '__proto__' is a name like others.
    return Object.fromEntries(
      [...parts.flatMap((part) => Object.entries(tableOf(part))), ...own].filter(([, value]) => value !== undefined),
    )
  }
  return emptyOf(textOf(valueAt(schema, 'type')), valueAt(schema, 'items'), below)
}

function emptyOf(type: string, items: unknown, below: (given: unknown) => unknown): unknown {
  if (type === 'object') return {}
  if (type === 'array') {
    const item = isTable(items) ? below(items) : undefined
    return item === undefined ? [] : [item]
  }
  if (type === 'string') return ''
  if (type === 'number' || type === 'integer') return 0
  if (type === 'boolean') return false
  return type === 'null' ? null : undefined
}
