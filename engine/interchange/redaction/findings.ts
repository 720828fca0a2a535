import type { Finding, FindingKind } from '#shared/model/redaction.ts'

const STAR = '*'
/** Shorter values show nothing of themselves. */
const SHOWN_FROM = 12
const SHOWN_ENDS = 2
const MOST_SAMPLE_STARS = 8

/** As many asterisks as the text has characters. */
export const stars = (text: string): string => STAR.repeat(text.length)

/** Counts what was taken out, by rule. */
export class Findings {
  readonly #found = new Map<string, { kind: FindingKind; rule: string; count: number; sample: string }>()

  add(kind: FindingKind, rule: string, value: string): void {
    const key = `${kind} ${rule.toLowerCase()}`
    const known = this.#found.get(key)
    if (known) known.count += 1
    else this.#found.set(key, { kind, rule, count: 1, sample: sampleOf(value) })
  }

  list(): Finding[] {
    return Array.from(this.#found.values(), (finding) => ({ ...finding }))
  }
}

/** The ends of a value and its length. */
export function sampleOf(value: string): string {
  const hidden = STAR.repeat(Math.min(MOST_SAMPLE_STARS, value.length))
  return value.length < SHOWN_FROM ? hidden : `${value.slice(0, SHOWN_ENDS)}${hidden}${value.slice(-SHOWN_ENDS)} (${value.length})`
}
