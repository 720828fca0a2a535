import type { Direction, FrameFacts, ViolationId } from '#shared/model/frame.ts'
import type { FrameHeader } from './frame-header.ts'
import { unmask } from './mask.ts'

/** What is known of a frame beside its header. */
export interface FrameFinding {
  readonly seq: number
  readonly timeUs: number
  readonly direction: Direction
  readonly message: number | null
  readonly violation: ViolationId | null
}

export function factsOf(header: FrameHeader, { seq, timeUs, direction, message, violation }: FrameFinding): FrameFacts {
  return {
    seq,
    timeUs,
    direction,
    fin: header.fin,
    rsv: header.rsv,
    opcode: header.opcode,
    masked: header.mask !== null,
    maskKey: header.mask?.length === 4 ? Buffer.from(header.mask).toString('hex') : null,
    headerLength: header.headerBytes,
    payloadLength: header.payloadBytes,
    wireLength: header.headerBytes + header.payloadBytes,
    message,
    violation,
  }
}

/** What stands in the place of a header where there is none: bytes that belong to no frame. */
export const headerOfRaw = (bytes: Uint8Array): FrameHeader => ({
  fin: false,
  rsv: 0,
  opcode: 0,
  mask: null,
  headerBytes: 0,
  payloadBytes: bytes.length,
})

/** Unmasked; a view of `wire` where there is no mask. */
export function payloadOf(header: FrameHeader, wire: Uint8Array): Uint8Array {
  const payload = wire.subarray(header.headerBytes)
  return header.mask ? unmask(payload, header.mask) : payload
}

/** Bytes of the frame after the first `readBytes`; Infinity where nobody can count to its end. */
export function restOf({ headerBytes, payloadBytes }: FrameHeader, readBytes: number): number {
  return Number.isSafeInteger(payloadBytes) ? headerBytes + payloadBytes - readBytes : Number.POSITIVE_INFINITY
}

/** As much as can be said of a header whose end never came. */
export function readCutHeader(wire: Uint8Array): FrameHeader {
  const [first = 0, second = 0] = wire
  return {
    fin: (first & 0x80) !== 0,
    rsv: (first >> 4) & 0x7,
    opcode: first & 0xf,
    mask: second & 0x80 ? new Uint8Array(0) : null,
    headerBytes: wire.length,
    payloadBytes: 0,
  }
}
