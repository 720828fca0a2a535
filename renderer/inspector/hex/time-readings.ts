import type { NumberReading } from './hex-format.ts'

/** Microseconds between 1601-01-01, where FILETIME begins, and 1970-01-01. */
const FILETIME_EPOCH_US = 11_644_473_600_000_000n
/** Dates outside of these are no dates that anybody sent: 1970-01-01 and 2200-01-01, in microseconds. */
const [EARLIEST_US, LATEST_US] = [0n, 7_258_118_400_000_000n]

/** Each unit by its bytes, and the nanoseconds since 1970 that they say. */
const TIMES = [
  ['unix s', 4, (view, isLittle) => BigInt(view.getUint32(0, isLittle)) * 1_000_000_000n],
  ['unix s 64', 8, (view, isLittle) => view.getBigInt64(0, isLittle) * 1_000_000_000n],
  ['unix ms', 8, (view, isLittle) => view.getBigInt64(0, isLittle) * 1_000_000n],
  ['unix µs', 8, (view, isLittle) => view.getBigInt64(0, isLittle) * 1_000n],
  ['unix ns', 8, (view, isLittle) => view.getBigInt64(0, isLittle)],
  ['unix s f64', 8, (view, isLittle) => fromSeconds(view.getFloat64(0, isLittle))],
  ['unix ms f64', 8, (view, isLittle) => fromSeconds(view.getFloat64(0, isLittle) / 1000)],
  ['FILETIME', 8, (view, isLittle) => (view.getBigUint64(0, isLittle) - FILETIME_EPOCH_US * 10n) * 100n],
] as const satisfies readonly (readonly [string, number, (view: DataView, isLittle: boolean) => bigint | null])[]

/** The points in time that bytes would be, in UTC as ISO 8601 with all the digits their unit has, where they fall between 1970 and 2200. */
export function timeReadings(bytes: Uint8Array, isLittleEndian: boolean): readonly NumberReading[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return TIMES.filter(([, size]) => size <= bytes.length).flatMap(([type, , read]) => {
    const ns = read(view, isLittleEndian)
    const text = ns === null || ns / 1000n < EARLIEST_US || ns < 0n || ns / 1000n > LATEST_US ? null : isoOf(ns)
    return text === null ? [] : [{ type, text }]
  })
}

/** Null for what is no number; tiny ones, which any bytes can be, would all be 1970. */
const fromSeconds = (seconds: number): bigint | null =>
  Number.isFinite(seconds) && seconds >= 1 && seconds < 1e11 ? BigInt(Math.round(seconds * 1e6)) * 1000n : null

function isoOf(ns: bigint): string {
  const whole = new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 19)
  const fraction = String(ns % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '')
  return `${whole}${fraction === '' ? '' : `.${fraction}`}Z`
}
