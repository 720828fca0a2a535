/**
 * What came from the wire is text to be looked at, not to be obeyed: control characters and
 * bidirectional overrides are shown as signs instead of taking effect.
 */

/** The controls that are met every day have a sign; Unicode's pictures of the others (U+2400 …) are in few fonts. */
const SIGNS: Readonly<Record<string, string>> = { '\n': '↵', '\r': '⇤', '\t': '⇥' }

/** Controls, format characters (bidi marks and overrides among them), lone surrogates, line and paragraph separators; joiners stay, for emoji and Persian need them. */
const DECEPTIVE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return SIGNS[character] ?? (code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`)
}

/** A preview on one line: everything that would move, hide or turn text is shown as a sign. */
export const oneLine = (text: string): string => text.replace(DECEPTIVE, visible)

/** The same for text of several lines: line feeds and tabs keep their effect, the rest is shown. */
export const manyLines = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(DECEPTIVE, (character) => (character === '\n' || character === '\t' ? character : visible(character)))

/** The same with the line ends shown as well: what crossed is read to the byte, one line below the other. */
export const rawLines = (text: string): string => text.split('\n').map(oneLine).join(`${SIGNS['\n']}\n`)
