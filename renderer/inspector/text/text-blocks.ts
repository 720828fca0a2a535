/**
 * Text in blocks that a window can lay out one by one, however long its lines are. Blocks joined are the text;
 * a line that is longer than a block is cut, at a place where no character falls apart.
 */
export const MOST_BLOCK_LENGTH = 8_192
export const MOST_BLOCK_LINES = 200

export function textBlocks(text: string): string[] {
  const blocks: string[] = []
  for (let start = 0; start < text.length; ) {
    const end = blockEnd(text, start)
    blocks.push(text.slice(start, end))
    start = end
  }
  return blocks
}

/** Behind the last line end that keeps the block within its bounds; in a longer line, wherever a cut does no harm. */
function blockEnd(text: string, start: number): number {
  const most = Math.min(text.length, start + MOST_BLOCK_LENGTH)
  let end = start
  for (let lines = 0; lines < MOST_BLOCK_LINES; lines++) {
    const lineEnd = text.indexOf('\n', end) + 1
    if (lineEnd === 0 || lineEnd > most) return end > start && most < text.length ? end : wholeCharacters(text, start, most)
    end = lineEnd
  }
  return end
}

/** Marks (variation selectors among them), joiners, skin tones, and the second half of CRLF. */
const CONTINUES = /\p{M}|\u200d|\p{Emoji_Modifier}|\n/u
const LONGEST_CLUSTER = 64

/** Moves a cut back until it stands before a character that begins something of its own. */
function wholeCharacters(text: string, start: number, wanted: number): number {
  if (wanted >= text.length) return text.length
  for (let cut = wanted; cut > Math.max(start, wanted - LONGEST_CLUSTER); cut--) {
    const next = String.fromCodePoint(text.codePointAt(cut) ?? 0)
    const before = text.charAt(cut - 1)
    if (!isLowSurrogate(text.charCodeAt(cut)) && !CONTINUES.test(next) && before !== '\u200d') return cut
  }
  // A tower of combining marks: any cut will do that keeps surrogates together.
  return isLowSurrogate(text.charCodeAt(wanted)) ? wanted - 1 : wanted
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff

/** Lines of a block, as it is shown. */
export function lineCount(block: string): number {
  let lines = block.endsWith('\n') ? 0 : 1
  for (let at = block.indexOf('\n'); at !== -1; at = block.indexOf('\n', at + 1)) lines++
  return lines
}
