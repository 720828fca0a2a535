/** Elements that are drawn, copies by <use> counted; more would take a browser longer than a person waits. */
export const MOST_SVG_ELEMENTS = 50_000

export type SvgRefusal = 'entities' | 'not-xml' | 'too-heavy'

/**
 * Why an SVG is not drawn; null if it may be. Text is expanded by entities and elements by <use>, both without end from a few lines:
 * the first is refused before anything parses it, the second is counted in a document that is not drawn.
 */
export function svgRefusal(text: string): SvgRefusal | null {
  if (/<!ENTITY/i.test(text)) return 'entities'
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
  if (parsed.querySelector('parsererror')) return 'not-xml'
  return drawnElements(parsed.documentElement) > MOST_SVG_ELEMENTS ? 'too-heavy' : null
}

/** Elements below `root` as often as they are drawn. What uses itself is drawn by no browser and counts once. */
function drawnElements(root: Element): number {
  const known = new Map<Element, number>()
  const order = [root, ...root.querySelectorAll('*')]
  const byId = new Map(order.filter(({ id }) => id !== '').map((element) => [element.id, element]))
  const weigh = (element: Element, depth: number): number => {
    const before = known.get(element)
    if (before !== undefined) return before
    known.set(element, 1)
    // Deeper than any drawing: whoever nests like that means harm.
    if (depth > 200) return MOST_SVG_ELEMENTS + 1
    let weight = 1
    for (const child of element.children) weight += weigh(child, depth + 1)
    const target = element.localName === 'use' ? byId.get(referenceOf(element)) : undefined
    if (target) weight += weigh(target, depth + 1)
    weight = Math.min(weight, MOST_SVG_ELEMENTS + 1)
    known.set(element, weight)
    return weight
  }
  return weigh(root, 0)
}

const referenceOf = (use: Element): string => (use.getAttribute('href') ?? use.getAttribute('xlink:href') ?? '').replace(/^#/, '')
