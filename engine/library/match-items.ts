import type { Value } from './file-target.ts'

/**
 * Says for each item of a changed list which item of the old one it was, so that it keeps its comments:
 * first those that are the same, then those of the same name, of the same contents, and where the lists are equally long, at the same place.
 *
 * @returns an index into `before` for each item of `after`, null for a new one; no index twice
 */
export function matchItems(before: readonly Value[], after: readonly Value[]): (number | null)[] {
  const origins: (number | null)[] = after.map(() => null)
  const isFree = before.map(() => true)
  const take = (index: number, origin: number): void => {
    origins[index] = origin
    isFree[origin] = false
  }
  for (const traitOf of [JSON.stringify, nameOf, contentsOf]) {
    const waiting = new Map<string, number[]>()
    for (const [index, item] of before.entries()) {
      const trait = traitOf(item)
      if (!isFree[index] || !trait) continue
      const sharing = waiting.get(trait)
      if (sharing) sharing.push(index)
      else waiting.set(trait, [index])
    }
    for (const [index, item] of after.entries()) {
      const origin = origins[index] === null ? waiting.get(traitOf(item))?.shift() : undefined
      if (origin !== undefined) take(index, origin)
    }
  }
  if (before.length === after.length) {
    for (const index of after.keys()) if (origins[index] === null && isFree[index]) take(index, index)
  }
  return origins
}

function fieldOf(item: Value, field: string): string {
  const value = typeof item === 'object' && item !== null && field in item ? (item as Record<string, Value>)[field] : ''
  return typeof value === 'string' ? value : ''
}

const nameOf = (item: Value): string => fieldOf(item, 'name')

/** The value of a header or parameter, the body of a message. */
const contentsOf = (item: Value): string => fieldOf(item, 'value') || fieldOf(item, 'body')
