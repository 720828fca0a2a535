/** Bytes of rows that each stand together in the segment, masked or not; as columns, for there are thousands in a batch. */
export class Spans {
  readonly row: Uint32Array
  /** In the segment. */
  readonly offset: Float64Array
  readonly length: Float64Array
  /** -1 for none. */
  readonly maskKey: Float64Array
  /** Of the first byte, in what was masked (RFC 6455 section 5.3). */
  readonly maskPhase: Uint8Array
  #count = 0

  constructor(most: number) {
    this.row = new Uint32Array(most)
    this.offset = new Float64Array(most)
    this.length = new Float64Array(most)
    this.maskKey = new Float64Array(most)
    this.maskPhase = new Uint8Array(most)
  }

  get count(): number {
    return this.#count
  }

  add(row: number, offset: number, length: number, maskKey: number, maskPhase: number): void {
    const index = this.#count
    this.row[index] = row
    this.offset[index] = offset
    this.length[index] = length
    this.maskKey[index] = maskKey
    this.maskPhase[index] = maskPhase
    this.#count = index + 1
  }

  endOf(index: number): number {
    return (this.offset[index] ?? 0) + (this.length[index] ?? 0)
  }
}
