import type { CapturedFrame, CapturedMessage } from '#engine/tap/captured.ts'
import type { FrameRun } from '#engine/tap/frame-run.ts'
import { WireReader, type WireReaderOptions } from '#engine/tap/wire-reader.ts'
import type { ViolationId } from '#shared/model/frame.ts'
import { toHex } from '#test/support/frame-builder.ts'

/** Everything a reader told. */
export interface Reading {
  readonly frames: CapturedFrame[]
  readonly messages: CapturedMessage[]
  readonly controls: { readonly opcode: number; readonly payload: Uint8Array }[]
  readonly violations: ViolationId[]
  /** The calls in their order, e.g. ['frame 0', 'message 0']. */
  readonly order: string[]
}

export interface Recording extends Reading {
  readonly reader: WireReader
}

/** A reader of incoming frames that keeps what it tells. Its clock counts: 1 at the first chunk, 2 at the second. */
export function recording(options: Partial<WireReaderOptions> = {}, onRun?: (run: FrameRun, reading: Reading) => void): Recording {
  const reading: Reading = { frames: [], messages: [], controls: [], violations: [], order: [] }
  let [seq, message, time] = [0, 0, 0]
  const reader = new WireReader(
    {
      direction: 'in',
      deflate: null,
      maxMessageBytes: 1024 * 1024,
      maxInflatedBytes: options.maxMessageBytes ?? 1024 * 1024,
      maxFragments: 1024 * 1024,
      tolerant: false,
      numbering: {
        nextSeq: (count = 1) => {
          seq += count
          return seq - count
        },
        nextMessage: (count = 1) => {
          message += count
          return message - count
        },
      },
      now: () => ++time,
      ...options,
    },
    {
      onRun: onRun && ((run) => onRun(run, reading)),
      onFrame: (frame) => {
        reading.frames.push(frame)
        reading.order.push(`frame ${frame.facts.seq}`)
      },
      onMessage: (heard) => {
        reading.messages.push(heard)
        reading.order.push(`message ${heard.facts.message}`)
      },
      onControl: (opcode, payload) => {
        reading.controls.push({ opcode, payload })
        reading.order.push(`control ${opcode}`)
      },
      onViolation: (id) => {
        reading.violations.push(id)
        reading.order.push(`violation ${id}`)
      },
    },
  )
  return { ...reading, reader }
}

/** Reads `chunks`, then the end. */
export function readAll(chunks: readonly Uint8Array[], options: Partial<WireReaderOptions> = {}): Recording {
  const heard = recording(options)
  for (const chunk of chunks) heard.reader.read(chunk)
  heard.reader.end()
  return heard
}

/** A reading without what depends on how the bytes were cut: the times, and whose memory the bytes stand in. */
export function withoutTimes({ frames, messages, controls, violations, order }: Reading) {
  return {
    frames: frames.map(({ facts, wire }) => ({ ...facts, timeUs: 0, wire: toHex(wire) })),
    messages: messages.map(({ facts, data }) => ({ ...facts, timeUs: 0, data: toHex(data) })),
    controls: controls.map(({ opcode, payload }) => ({ opcode, payload: toHex(payload) })),
    violations,
    order,
  }
}

export const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes)
