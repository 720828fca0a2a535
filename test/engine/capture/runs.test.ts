import { constants, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Capture } from '#engine/capture/capture.ts'
import { WireReader } from '#engine/tap/wire-reader.ts'
import { concat, frame } from '#test/support/frame-builder.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { startCapture, startCaptures } from './capture-folder.ts'

const FRAMES = 12_000

const DEFLATE = { windowBits: 15, noContextTakeover: true }

function compressed(message: string): Uint8Array {
  return deflateRawSync(message, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4)
}

/** A flood, compressed or not, with a ping here and there, in chunks as a socket reads them. */
function floodChunks(seed: number, isCompressed: boolean): Uint8Array[] {
  const random = seededRandom(seed)
  const frames = Array.from({ length: FRAMES }, (_, index) => {
    if (random.chance(0.001)) return frame({ opcode: 9, payload: 'ping' })
    const [opcode, message] = [random.chance(0.01) ? 2 : 1, `${index} `.repeat(random.pick([1, 5, 90]))]
    const isPlain = !isCompressed || random.chance(0.01)
    return isPlain ? frame({ opcode, payload: message }) : frame({ opcode, rsv: 4, payload: compressed(message) })
  })
  const bytes = concat(...frames)
  return Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, index) => bytes.slice(index * 65_536, (index + 1) * 65_536))
}

/** Reads `chunks` into `capture`, by the run or frame by frame. */
function record(capture: Capture, chunks: readonly Uint8Array[], isByRuns: boolean): void {
  let [seq, message, time] = [0, 0, 0]
  const numbering = {
    nextSeq: (count = 1) => {
      seq += count
      return seq - count
    },
    nextMessage: (count = 1) => {
      message += count
      return message - count
    },
  }
  const reader = new WireReader(
    { direction: 'in', deflate: DEFLATE, ...LIMITS, numbering, now: () => ++time },
    {
      onRun: isByRuns ? capture.appendRun : undefined,
      onFrame: capture.appendFrame,
      onMessage: capture.appendMessage,
      onControl: () => undefined,
      onViolation: () => undefined,
    },
  )
  for (const chunk of chunks) reader.read(chunk)
  reader.end()
}

const LIMITS = { maxMessageBytes: 1024 * 1024, maxInflatedBytes: 1024 * 1024, maxFragments: 1024, tolerant: false }

describe('a capture', () => {
  it.each([
    ['as they are', false],
    ['compressed', true],
  ])('keeps of runs what it keeps of their frames, over many batches: %s', async (_, isCompressed) => {
    const seed = Date.now() % 2 ** 31
    const captures = startCaptures()
    const [runs, frames] = [startCapture(captures, 1).capture, startCapture(captures, 2).capture]
    const chunks = floodChunks(seed, isCompressed)
    record(runs, chunks, true)
    record(frames, chunks, false)
    expect(await runs.total(), `seed ${seed}`).toBe(FRAMES)
    for (let first = 0; first < FRAMES; first += 1000) {
      expect(await runs.rows(first, 1000), `seed ${seed}`).toEqual(await frames.rows(first, 1000))
    }
    for (let at = 0; at < FRAMES; at += 499) {
      expect(await runs.frame(at), `seed ${seed}, frame ${at}`).toEqual(await frames.frame(at))
      for (const of of ['frame', 'message'] as const) {
        expect(await runs.payload(at, of, 0, 1024).catch(String)).toEqual(await frames.payload(at, of, 0, 1024).catch(String))
      }
    }
  })

  it('refuses a run out of its turn', () => {
    const { capture } = startCapture(startCaptures())
    const lengths = { headerLengths: new Uint8Array(1), payloadLengths: new Uint32Array(1) }
    const run = {
      firstSeq: 1,
      firstMessage: 0,
      timeUs: 0,
      kind: 'text',
      count: 1,
      ...lengths,
      wire: new Uint8Array(0),
      inflated: null,
    } as const
    expect(() => capture.appendRun(run)).toThrow('expects frame 0')
  })
})
