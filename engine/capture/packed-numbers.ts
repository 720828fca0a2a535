import { unreadable } from './unreadable.ts'

/** How a column stands on disk: one of these, then what it says. Numbers in captures on disk: never change one, only add. */
const FORM = {
  /** One number: all are the same. */
  constant: 0,
  /** One number: the first; each is one more than the one before it. */
  counting: 1,
  /** A count (u16), then as many pairs of a number and how often it stands there (u16). */
  runs: 2,
  /** One number, the smallest, then what each is above it: in 1, 2 or 4 bytes. */
  above8: 3,
  above16: 4,
  above32: 5,
  /** The numbers. */
  numbers: 6,
} as const

type Column = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

const NUMBER_BYTES = 8
const PAIR_BYTES = NUMBER_BYTES + 2

interface Shape {
  readonly low: number
  readonly high: number
  /** All are integers that can be counted with. */
  readonly isWhole: boolean
  readonly isCounting: boolean
  readonly runs: number
}

/**
 * Packs columns of numbers, each in the shortest of a few forms: of a flood, most have one value only, or count.
 * Little-endian, as is every machine Node and Electron run on.
 */
export class NumberPacker {
  readonly #values: Float64Array<ArrayBuffer>
  readonly #bytes: Buffer
  #end = 0

  /**
   * @param longest column in numbers
   * @param most numbers altogether
   */
  constructor(longest: number, most: number) {
    this.#values = new Float64Array(longest)
    this.#bytes = Buffer.allocUnsafeSlow(most * (NUMBER_BYTES + 1))
  }

  /** A single number, as it is. */
  number(value: number): void {
    this.#end = this.#bytes.writeDoubleLE(value, this.#end)
  }

  column(column: Column, count: number): void {
    if (count === 0) return
    if (isConstant(column, count)) {
      this.#one(FORM.constant, column[0] ?? 0)
      return
    }
    // Columns have different types of array; one loop over all of them would be ten times as slow.
    const values = this.#values.subarray(0, count)
    values.set(column.subarray(0, count))
    this.#pack(values, shapeOf(values))
  }

  /** What was packed, in memory of its own; packing begins anew. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.#bytes.subarray(0, this.#end))
    this.#end = 0
    return taken
  }

  #pack(values: Float64Array, { low, high, runs, isWhole, isCounting }: Shape): void {
    const range = isWhole ? high - low : Number.POSITIVE_INFINITY
    const width = range < 2 ** 8 ? 1 : range < 2 ** 16 ? 2 : range < 2 ** 32 ? 4 : NUMBER_BYTES
    if (isCounting) this.#one(FORM.counting, values[0] ?? 0)
    else if (runs * PAIR_BYTES < values.length * width) this.#runs(values, runs)
    else if (width === NUMBER_BYTES) this.#numbers(values)
    else this.#above(values, low, width)
  }

  #above(values: Float64Array, low: number, width: 1 | 2 | 4): void {
    this.#one(width === 1 ? FORM.above8 : width === 2 ? FORM.above16 : FORM.above32, low)
    const bytes = this.#bytes
    let end = this.#end
    for (const value of values) for (let byte = 0; byte < width; byte++) bytes[end++] = (value - low) >>> (8 * byte)
    this.#end = end
  }

  #one(form: number, value: number): void {
    this.#bytes[this.#end] = form
    this.#end = this.#bytes.writeDoubleLE(value, this.#end + 1)
  }

  #runs(values: Float64Array, runs: number): void {
    this.#bytes[this.#end] = FORM.runs
    this.#end = this.#bytes.writeUInt16LE(runs, this.#end + 1)
    for (let start = 0; start < values.length; ) {
      let end = start + 1
      while (end < values.length && values[end] === values[start]) end++
      this.number(values[start] ?? 0)
      this.#end = this.#bytes.writeUInt16LE(end - start, this.#end)
      start = end
    }
  }

  #numbers(values: Float64Array): void {
    this.#bytes[this.#end] = FORM.numbers
    this.#end += 1
    for (const value of values) this.number(value)
  }
}

/** Compared with itself, one further: as fast as memory is read. */
function isConstant({ buffer, byteOffset, BYTES_PER_ELEMENT: width }: Column, count: number): boolean {
  const bytes = (count - 1) * width
  return Buffer.from(buffer, byteOffset, bytes).equals(Buffer.from(buffer, byteOffset + width, bytes))
}

function shapeOf(values: Float64Array): Shape {
  let [low, high, runs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1]
  let [isWhole, isCounting] = [true, true]
  let before = (values[0] ?? 0) - 1
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0
    if (value < low) low = value
    if (value > high) high = value
    if (value !== before + 1) isCounting = false
    if (value !== before && index > 0) runs += 1
    if (!Number.isSafeInteger(value)) isWhole = false
    before = value
  }
  return { low, high, runs, isWhole, isCounting: isCounting && isWhole }
}

/** Reads what NumberPacker packed. Trusts nothing: whatever is not so is AppError 'capture.unreadable'. */
export class NumberReader {
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get isAtEnd(): boolean {
    return this.#at === this.#view.byteLength
  }

  number(): number {
    return this.#view.getFloat64(this.#take(NUMBER_BYTES), true)
  }

  /** Fills `column`. */
  column(column: Column): void {
    if (column.length === 0) return
    const form = this.#view.getUint8(this.#take(1))
    if (form === FORM.constant) column.fill(this.number())
    else if (form === FORM.counting) this.#counting(column)
    else if (form === FORM.runs) this.#runs(column)
    else if (form === FORM.above8) this.#above(column, 1, (at) => this.#view.getUint8(at))
    else if (form === FORM.above16) this.#above(column, 2, (at) => this.#view.getUint16(at, true))
    else if (form === FORM.above32) this.#above(column, 4, (at) => this.#view.getUint32(at, true))
    else if (form === FORM.numbers) for (let index = 0; index < column.length; index++) column[index] = this.number()
    else throw unreadable('a batch of frames is packed in a way this version does not know')
  }

  #counting(column: Column): void {
    const first = this.number()
    for (let index = 0; index < column.length; index++) column[index] = first + index
  }

  #runs(column: Column): void {
    const runs = this.#view.getUint16(this.#take(2), true)
    let start = 0
    for (let run = 0; run < runs; run++) {
      const value = this.number()
      const end = start + this.#view.getUint16(this.#take(2), true)
      column.fill(value, start, end)
      start = end
    }
    if (start !== column.length) throw unreadable('a batch of frames is cut off')
  }

  #above(column: Column, width: number, read: (at: number) => number): void {
    const low = this.number()
    const start = this.#take(width * column.length)
    for (let index = 0; index < column.length; index++) column[index] = low + read(start + index * width)
  }

  #take(bytes: number): number {
    const at = this.#at
    if (at + bytes > this.#view.byteLength) throw unreadable('a batch of frames is cut off')
    this.#at += bytes
    return at
  }
}
