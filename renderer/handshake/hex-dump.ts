const ROW_BYTES = 16

/** The first `most` bytes, sixteen a line: offset, hex, ASCII. */
export function hexDump(bytes: Uint8Array, most: number): string {
  const lines: string[] = []
  for (let start = 0; start < Math.min(bytes.length, most); start += ROW_BYTES) {
    const row = Array.from(bytes.subarray(start, Math.min(start + ROW_BYTES, most)))
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${start.toString(16).padStart(6, '0')}  ${hex.padEnd(ROW_BYTES * 3 - 1)}  ${ascii}`)
  }
  if (bytes.length > most) lines.push('…')
  return lines.join('\n')
}
