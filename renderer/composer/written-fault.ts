/** Why what was written cannot be read in its format, and where. The reason is a key of the composer's texts. */
export interface WrittenFault {
  readonly reason: string
  /** UTF-16 offset of the character that is wrong, or of the text's end. */
  readonly offset: number
  /** The character that stands there; '' at the end. */
  readonly found: string
}

/** Bytes, or why there are none. */
export type BytesReading = { readonly bytes: Uint8Array; readonly fault: null } | { readonly bytes: null; readonly fault: WrittenFault }

export function faultAt(text: string, offset: number, reason: string): { readonly bytes: null; readonly fault: WrittenFault } {
  const code = text.codePointAt(offset)
  return { bytes: null, fault: { reason, offset, found: code === undefined ? '' : String.fromCodePoint(code) } }
}
