/** Two hex digits. */
export const byteText = (byte: number): string => byte.toString(16).padStart(2, '0')

/** What the byte is in ASCII, or a dot. */
export const asciiText = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')

/** Eight hex digits, more where the payload is longer than they can say. */
export const offsetText = (offset: number): string => offset.toString(16).padStart(8, '0')

const HEX = Array.from({ length: 256 }, (_, byte) => byteText(byte))
/** Bytes joined at a time. */
const CHUNK_BYTES = 65_536

function inChunks(bytes: Uint8Array, write: (chunk: Uint8Array) => string, separator: string): string {
  const parts: string[] = []
  for (let start = 0; start < bytes.length; start += CHUNK_BYTES) parts.push(write(bytes.subarray(start, start + CHUNK_BYTES)))
  return parts.join(separator)
}

/** '48 65 6c 6c 6f' */
export const hexText = (bytes: Uint8Array): string => inChunks(bytes, (chunk) => Array.from(chunk, (byte) => HEX[byte]).join(' '), ' ')

/** Lines of a C array's bytes, twelve a line. Texts of parts of a multiple of twelve bytes join to that of the whole. */
export function cArrayLines(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let start = 0; start < bytes.length; start += 12) {
    lines.push(`  ${Array.from(bytes.subarray(start, start + 12), (byte) => `0x${HEX[byte]},`).join(' ')}\n`)
  }
  return lines.join('')
}

/** A C array around its lines; `name` is a C identifier. */
export const cArrayText = (lines: string, length: number, name: string): string =>
  `const unsigned char ${name}[${length}] = {\n${lines}};\n`

/** One reading of the bytes at a place. */
export interface NumberReading {
  readonly type: string
  readonly text: string
}

const READINGS = [
  ['u8', 1, (view) => view.getUint8(0)],
  ['i8', 1, (view) => view.getInt8(0)],
  ['u16', 2, (view, isLittle) => view.getUint16(0, isLittle)],
  ['i16', 2, (view, isLittle) => view.getInt16(0, isLittle)],
  ['u32', 4, (view, isLittle) => view.getUint32(0, isLittle)],
  ['i32', 4, (view, isLittle) => view.getInt32(0, isLittle)],
  ['u64', 8, (view, isLittle) => view.getBigUint64(0, isLittle)],
  ['i64', 8, (view, isLittle) => view.getBigInt64(0, isLittle)],
  ['f32', 4, (view, isLittle) => view.getFloat32(0, isLittle)],
  ['f64', 8, (view, isLittle) => view.getFloat64(0, isLittle)],
] as const satisfies readonly (readonly [string, number, (view: DataView, isLittle: boolean) => number | bigint])[]

/** What the bytes would be as numbers of each size that they are enough for. */
export function numberReadings(bytes: Uint8Array, isLittleEndian: boolean): readonly NumberReading[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return READINGS.filter(([, size]) => size <= bytes.length).map(([type, , read]) => {
    const value = read(view, isLittleEndian)
    return { type, text: Object.is(value, -0) ? '-0' : String(value) }
  })
}
