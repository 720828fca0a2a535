import { constants, deflateRawSync } from 'node:zlib'
import type { Direction } from '#shared/model/frame.ts'
import { closePayload, concat, frame } from '#test/support/frame-builder.ts'
import type { SeededRandom } from '#test/support/seeded-random.ts'
import type { AgreedDeflate } from './ws-internals.ts'

export interface RandomStream {
  readonly direction: Direction
  readonly deflate: AgreedDeflate | null
  readonly maxMessageBytes: number
  readonly chunks: readonly Uint8Array[]
}

/** A stream of frames, mostly valid; half of them with some of their bytes changed, most of these in headers; cut anywhere. */
export function randomStream(random: SeededRandom): RandomStream {
  const deflate = random.chance(0.5) ? { windowBits: random.pick([9, 10, 15]), noContextTakeover: random.chance(0.5) } : null
  const direction = random.chance(0.7) ? 'in' : 'out'
  const frames = randomFrames(random, direction, deflate)
  const bytes = random.chance(0.5) ? concat(...frames) : mutated(random, frames)
  return { direction, deflate, maxMessageBytes: random.pick([500, 5000, 200_000]), chunks: cut(random, bytes) }
}

function randomFrames(random: SeededRandom, direction: Direction, deflate: AgreedDeflate | null): Uint8Array[] {
  const frames: Uint8Array[] = []
  const mask = () => (direction === 'out' ? random.bytes(4) : false)
  const compress = deflate && compressor(deflate)
  const control = () => frame({ opcode: random.pick([9, 10]), payload: random.bytes(random.pick([0, 1, 125])), mask: mask() })
  for (let count = random.below(8); count > 0; count--) {
    if (random.chance(0.2)) frames.push(control())
    const data = randomData(random)
    const opcode = random.pick([1, 1, 2])
    const isCompressed = compress !== null && random.chance(0.7)
    const payload = isCompressed ? compress(data) : data
    const cuts = Array.from({ length: random.chance(0.5) ? 0 : random.below(4) }, () => random.below(payload.length + 1)).sort(
      (a, b) => a - b,
    )
    const edges = [0, ...cuts, payload.length]
    for (let index = 0; index + 1 < edges.length; index++) {
      const isFirst = index === 0
      frames.push(
        frame({
          opcode: isFirst ? opcode : 0,
          rsv: isFirst && isCompressed ? 4 : 0,
          fin: index + 2 === edges.length,
          payload: payload.subarray(edges[index], edges[index + 1]),
          mask: mask(),
        }),
      )
      if (random.chance(0.2)) frames.push(control())
    }
  }
  if (random.chance(0.4)) frames.push(frame({ opcode: 8, payload: randomClose(random), mask: mask() }))
  if (random.chance(0.1)) frames.push(control())
  return frames
}

function randomData(random: SeededRandom): Uint8Array {
  const length = random.pick([0, 1, 5, 125, 126, 400, 1000, random.chance(0.05) ? 70_000 : 10])
  if (random.chance(0.03)) return random.bytes(length)
  const characters = random.chance(0.5) ? ['a', 'b', ' '] : ['a', 'é', '€', '😀']
  return new TextEncoder().encode(Array.from({ length }, () => random.pick(characters)).join(''))
}

function randomClose(random: SeededRandom): Uint8Array {
  if (random.chance(0.2)) return random.bytes(random.below(4))
  return closePayload(random.pick([1000, 1001, 1005, 1006, 1014, 1015, 3000, 4999, 5000]), random.pick(['', 'bye', '€']))
}

/** Compresses as RFC 7692 says, with a window carried on as a dictionary. */
function compressor({ windowBits, noContextTakeover }: AgreedDeflate): (data: Uint8Array) => Uint8Array {
  let window = new Uint8Array(0)
  return (data) => {
    const dictionary = window.length > 0 && { dictionary: window }
    const flushed = deflateRawSync(data, { windowBits, finishFlush: constants.Z_SYNC_FLUSH, ...dictionary })
    if (!noContextTakeover) window = new Uint8Array(Buffer.concat([window, data]).subarray(-(2 ** windowBits)))
    return new Uint8Array(flushed.subarray(0, -4))
  }
}

function mutated(random: SeededRandom, frames: readonly Uint8Array[]): Uint8Array {
  let bytes = concat(...frames)
  const starts = frames.map((_, index) => concat(...frames.slice(0, index)).length)
  for (let count = 1 + random.below(3); count > 0 && bytes.length > 0; count--) {
    const inHeader = random.chance(0.6) && starts.length > 0
    const at = Math.min(inHeader ? random.pick(starts) + random.below(4) : random.below(bytes.length), bytes.length - 1)
    const kind = random.pick(['flip', 'flip', 'flip', 'replace', 'insert', 'remove', 'cut'])
    if (kind === 'flip') bytes[at] = bytes[at]! ^ (1 << random.below(8))
    else if (kind === 'replace') bytes[at] = random.below(256)
    else if (kind === 'insert') bytes = concat(bytes.subarray(0, at), random.bytes(1), bytes.subarray(at))
    else if (kind === 'remove') bytes = concat(bytes.subarray(0, at), bytes.subarray(at + 1))
    else bytes = bytes.slice(0, at)
  }
  return bytes
}

function cut(random: SeededRandom, bytes: Uint8Array): Uint8Array[] {
  const largest = random.pick([3, 50, 1000, 100_000])
  const smallest = Math.ceil(bytes.length / 200)
  const chunks: Uint8Array[] = []
  for (let offset = 0; offset < bytes.length; ) {
    const next = offset + Math.max(smallest, 1 + random.below(largest))
    chunks.push(bytes.subarray(offset, next))
    offset = next
  }
  return chunks
}
