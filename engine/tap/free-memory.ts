/** Below this the collector is as good. */
const WORTHWHILE_BYTES = 16 * 1024

/**
 * Gives the memory of `bytes` back at once, if all of its buffer is theirs. The caller must be the last who has it: every view of
 * it becomes empty. Left to the collector, the chunks and batches of a flood make it mark the whole heap again and again, since
 * there is much memory outside of it and nothing new within: a quarter of all work.
 */
export function freeMemory({ buffer, byteLength }: Uint8Array): void {
  if (byteLength < WORTHWHILE_BYTES || byteLength !== buffer.byteLength) return
  if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}
