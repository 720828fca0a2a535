import { createCaptures } from '#engine/capture/captures.ts'
import type { CaptureId } from '#shared/model/ids.ts'

const RUN_FRAMES = 1_024
const HEADER_BYTES = 2
const DIGITS = 10
const FRAME_BYTES = HEADER_BYTES + DIGITS
/** Runs handed over before the disk is waited for. */
const RUNS_AT_ONCE = 64
const BEGAN_US = Date.UTC(2026, 10, 22, 18) * 1_000
/** From run to run. */
const RUN_US = 1_000

export interface LongCaptureOptions {
  /** Where captures stand. */
  readonly folder: string
  readonly frames: number
}

/** The text of frame `seq`. */
export const textOfFrame = (seq: number): string => String(seq).padStart(DIGITS, '0')

/** Records a received message for each frame, its number in ten digits, by the run, as a flood comes; ends it, so that the history has it. */
export async function recordLongCapture({ folder, frames }: LongCaptureOptions): Promise<CaptureId> {
  const captures = createCaptures({ folder })
  const capture = captures.create({ connection: 1, url: 'ws://127.0.0.1/long', onHeld: () => undefined, onError: fail })
  const headerLengths = new Uint8Array(RUN_FRAMES).fill(HEADER_BYTES)
  const payloadLengths = new Uint32Array(RUN_FRAMES).fill(DIGITS)
  for (let firstSeq = 0, runs = 0; firstSeq < frames; firstSeq += RUN_FRAMES, runs++) {
    const count = Math.min(RUN_FRAMES, frames - firstSeq)
    const timeUs = BEGAN_US + runs * RUN_US
    const wire = numberedFrames(firstSeq, count)
    capture.appendRun({
      firstSeq,
      firstMessage: firstSeq,
      timeUs,
      kind: 'text',
      count,
      headerLengths,
      payloadLengths,
      wire,
      inflated: null,
    })
    if (runs % RUNS_AT_ONCE === 0) await capture.flush()
  }
  await capture.finish()
  await captures.close()
  return capture.id
}

function numberedFrames(first: number, count: number): Uint8Array {
  const wire = new Uint8Array(count * FRAME_BYTES)
  for (let index = 0; index < count; index++) {
    const start = index * FRAME_BYTES
    // FIN and text; not masked (RFC 6455 section 5.2).
    wire[start] = 0x81
    wire[start + 1] = DIGITS
    for (let digit = DIGITS - 1, rest = first + index; digit >= 0; digit--, rest = Math.floor(rest / 10)) {
      wire[start + HEADER_BYTES + digit] = 0x30 + (rest % 10)
    }
  }
  return wire
}

function fail({ message }: { readonly message: string }): never {
  throw new Error(message)
}
