/** Where a thread that evaluates an expression is, for the thread that watches it: without this nobody could tell which row is too much. */
export class Pulse {
  readonly #beats: Int32Array
  readonly #seq: Float64Array

  constructor(memory: SharedArrayBuffer) {
    this.#beats = new Int32Array(memory, 0, 1)
    this.#seq = new Float64Array(memory, 8, 1)
  }

  static memory(): SharedArrayBuffer {
    return new SharedArrayBuffer(16)
  }

  /** Runs what may never end. Odd beats are within. */
  during<T>(seq: number, run: () => T): T {
    this.#seq[0] = seq
    Atomics.add(this.#beats, 0, 1)
    try {
      return run()
    } finally {
      Atomics.add(this.#beats, 0, 1)
    }
  }

  /** Changes with each beat; `seq` is null between them. */
  look(): { readonly beat: number; readonly seq: number | null } {
    const beat = Atomics.load(this.#beats, 0)
    return { beat, seq: (beat & 1) === 0 ? null : (this.#seq[0] ?? 0) }
  }
}
