import type { Style } from '#engine/index.ts'
import { escapeForTerminal } from '#shared/text/escape-for-terminal.ts'
import { styleFor } from '../print/style.ts'
import { type Alphabet, alphabetFor } from './alphabet.ts'

/** How a report looks on this terminal. */
export interface Page {
  readonly style: Style
  readonly alphabet: Alphabet
  /** Cells for the bars of the waterfall. */
  readonly barWidth: number
}

/** Beside the bars stand names, times and outcomes. */
const BESIDE_BARS = 80
const [NARROWEST_BARS, WIDEST_BARS] = [12, 48] as const

export const pageFor = (stream: NodeJS.WriteStream): Page => ({
  style: styleFor(stream),
  alphabet: alphabetFor(process.env, process.platform),
  barWidth: Math.min(Math.max((stream.columns ?? 120) - BESIDE_BARS, NARROWEST_BARS), WIDEST_BARS),
})

const NAME_WIDTH = 13
const MOST_LINES = 200
const LONGEST_LINE = 4000

export const heading = (text: string, { style }: Page): readonly string[] => ['', `   ${style('strong', text)}`]

/** Name and value, both escaped: either may come from the server. */
export const fact = (name: string, value: string, page: Page): string =>
  `     ${page.style('quiet', escapeForTerminal(name).padEnd(NAME_WIDTH))} ${escaped(value, page)}`

/** Facts of which one may be missing. */
export const factsOf = (pairs: readonly (readonly [name: string, value: string | null])[], page: Page): readonly string[] =>
  pairs.flatMap(([name, value]) => (value === null || value === '' ? [] : [fact(name, value, page)]))

export const escaped = (text: string, { style }: Page): string => escapeForTerminal(text, (written) => style('escaped', written))

/** Text of many lines as it came; what would fill the screen for minutes is cut, and the cut is said. */
export function quoted(lines: readonly string[], page: Page): readonly string[] {
  const { style, alphabet } = page
  const left = lines.length - MOST_LINES
  return [
    ...lines.slice(0, MOST_LINES).map((line) => {
      const rest = line.length - LONGEST_LINE
      const shown = `     ${escaped(line.slice(0, LONGEST_LINE), page)}`
      return rest > 0 ? `${shown}${style('quiet', ` ${alphabet.ellipsis} ${rest.toLocaleString('en')} more characters`)}` : shown
    }),
    ...(left > 0 ? [style('quiet', `     ${alphabet.ellipsis} ${left.toLocaleString('en')} more lines`)] : []),
  ]
}

/** 'RFC 6455 section 4.1' of '6455 4.1'. */
export function ruleName(rfc: string): string {
  const [document = '', section = ''] = rfc.split(' ')
  return `RFC ${document} section ${section}`
}
