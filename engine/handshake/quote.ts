const LONGEST_QUOTE = 200

/**
 * Text of a server or a person as it may stand in a sentence: in quotes, control characters escaped
 * (a header cannot forge a second line of a message), at most 200 characters.
 */
export function quote(text: string): string {
  const clipped = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text
  return `"${clipped.replace(/[\p{Cc}\p{Cf}]/gu, escaped)}"`
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
}
