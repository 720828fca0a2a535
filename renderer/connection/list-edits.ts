/** Edits of a list that leave the old one as it was. */

export const replacedItem = <Item>(items: readonly Item[], index: number, item: Item): Item[] =>
  items.map((old, at) => (at === index ? item : old))

export const withoutItem = <Item>(items: readonly Item[], index: number): Item[] => items.filter((_, at) => at !== index)

export function movedItem<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const moved = items[from]
  if (moved === undefined || to < 0 || to >= items.length) return [...items]
  const rest = withoutItem(items, from)
  return [...rest.slice(0, to), moved, ...rest.slice(to)]
}
