/** The signs of a report: what a terminal can show depends on its locale. */
export interface Alphabet {
  /** Bars by eighths of a cell, from one to the whole; where there is only one, every part of a cell is a whole one. */
  readonly blocks: readonly string[]
  readonly good: string
  readonly warning: string
  readonly broken: string
  readonly kept: string
  readonly passed: string
  readonly ellipsis: string
}

export const UNICODE: Alphabet = {
  blocks: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
  good: '◇',
  warning: '▲',
  broken: '✕',
  kept: '✓',
  passed: '→',
  ellipsis: '…',
}

export const ASCII: Alphabet = { blocks: ['#'], good: '*', warning: '!', broken: 'x', kept: '+', passed: '>', ellipsis: '...' }

/**
 * What the locale says, as POSIX has it: the first of LC_ALL, LC_CTYPE and LANG that is not empty; none of them is 'C'.
 * Windows has no such variables, and Node writes UTF-16 to its console.
 */
export function alphabetFor(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Alphabet {
  if (platform === 'win32') return UNICODE
  const { LC_ALL, LC_CTYPE, LANG } = environment
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || 'C') ? UNICODE : ASCII
}
