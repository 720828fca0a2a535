/**
 * Control characters (C0, DEL, C1), line and paragraph separators, lone surrogates, and the invisible format
 * characters, bidirectional overrides among them. The joiners U+200C and U+200D stay: scripts and emoji need them.
 */
const UNSAFE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/**
 * Makes text from the wire safe to print on one line: what could move the cursor, colour or hide other text, or
 * turn its direction is written out, so that a hostile server cannot drive the terminal.
 * @param paint puts a mark on each written-out character, to tell it from a backslash that was sent
 */
export function escapeForTerminal(text: string, paint: (written: string) => string = (written) => written): string {
  return text.replace(UNSAFE, (character) => paint(SHORT[character] ?? writtenOut(character)))
}

function writtenOut(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16)
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`
}
