/** True if the text holds every word of the query, in any order and case. */
export function matchesQuery(text: string, query: string): boolean {
  const lower = text.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word))
}

/** Those that match, the ones whose text begins with the query first; at most `limit`. */
export function search<Item>(items: readonly Item[], query: string, textOf: (item: Item) => string, limit: number): readonly Item[] {
  const wanted = query.trim()
  const begins = (item: Item): number => Number(textOf(item).toLowerCase().startsWith(wanted.toLowerCase()))
  return items
    .filter((item) => matchesQuery(textOf(item), wanted))
    .sort((a, b) => begins(b) - begins(a))
    .slice(0, limit)
}
