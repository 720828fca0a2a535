/** Seqs in one block, whose members are counted together: a question costs a look at the blocks and one walk through 4,096 bits. */
const BLOCK = 4096
const BLOCK_WORDS = BLOCK / 32

/**
 * A set of seqs that grows at its end: a bit for each seq up to the largest, and a number for each block of them, whatever the number
 * of members. Ten million frames cost 1.3 MB.
 */
export class SeqSet {
  #bits = new Uint32Array(BLOCK_WORDS)
  /** Members before each block; the last entry is of the block that holds the largest. */
  #before = new Float64Array(1)
  #blocks = 1
  #count = 0
  #end = 0

  get count(): number {
    return this.#count
  }

  /** Adds `seq`, which is above all members. */
  add(seq: number): void {
    this.addRange(seq, seq + 1)
  }

  /** Adds [first, end), but for what is in already; `end` is not below the largest member. */
  addRange(first: number, end: number): void {
    const from = Math.max(first, this.#end)
    if (end <= from) return
    this.#reach(end - 1)
    for (let seq = from; seq < end; seq++) {
      if (seq % BLOCK === 0 || this.#blocks <= Math.floor(seq / BLOCK)) this.#openBlocks(Math.floor(seq / BLOCK))
      this.#bits[seq >>> 5] = (this.#bits[seq >>> 5] ?? 0) | (1 << (seq & 31))
      this.#count += 1
    }
    this.#end = end
  }

  has(seq: number): boolean {
    return seq >= 0 && seq < this.#end && ((this.#bits[seq >>> 5] ?? 0) & (1 << (seq & 31))) !== 0
  }

  /** How many members are below `seq`. */
  rank(seq: number): number {
    if (seq >= this.#end) return this.#count
    if (seq <= 0) return 0
    const block = Math.floor(seq / BLOCK)
    let count = this.#before[block] ?? 0
    const word = seq >>> 5
    for (let at = block * BLOCK_WORDS; at < word; at++) count += bitsIn(this.#bits[at] ?? 0)
    return count + bitsIn((this.#bits[word] ?? 0) & ((1 << (seq & 31)) - 1))
  }

  /** The member with `position` members below it, or null if there are not so many. */
  at(position: number): number | null {
    if (position < 0 || position >= this.#count) return null
    const block = this.#blockOf(position)
    let left = position - (this.#before[block] ?? 0)
    let word = block * BLOCK_WORDS
    for (let bits = bitsIn(this.#bits[word] ?? 0); bits <= left; bits = bitsIn(this.#bits[word] ?? 0)) {
      left -= bits
      word += 1
    }
    let rest = this.#bits[word] ?? 0
    for (; left > 0; left--) rest &= rest - 1
    return word * 32 + (31 - Math.clz32(rest & -rest))
  }

  /** The last block with at most `position` members before it. */
  #blockOf(position: number): number {
    let [low, high] = [0, this.#blocks - 1]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((this.#before[middle] ?? 0) <= position) low = middle
      else high = middle - 1
    }
    return low
  }

  #openBlocks(block: number): void {
    while (this.#blocks <= block) {
      this.#before[this.#blocks] = this.#count
      this.#blocks += 1
    }
  }

  /** Makes room for `seq`, doubling. */
  #reach(seq: number): void {
    const words = (Math.floor(seq / BLOCK) + 1) * BLOCK_WORDS
    if (words <= this.#bits.length) return
    const room = Math.max(words, this.#bits.length * 2)
    const bits = new Uint32Array(room)
    bits.set(this.#bits)
    this.#bits = bits
    const before = new Float64Array(room / BLOCK_WORDS)
    before.set(this.#before.subarray(0, this.#blocks))
    this.#before = before
  }
}

/** @see Hacker's Delight, section 5-1 */
function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
