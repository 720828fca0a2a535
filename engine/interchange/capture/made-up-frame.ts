import type { CapturedFrame } from '#engine/tap/captured.ts'
import type { Direction } from '#shared/model/frame.ts'

const FIN = 0x80
const MASKED = 0x80
/** A mask that changes nothing, and that no client draws: whoever looks sees that it is made up. */
const NO_MASK = '00000000'

interface FrameToMake {
  readonly direction: Direction
  readonly opcode: number
  readonly payload: Uint8Array
  readonly timeUs: number
  readonly message: number | null
}

/** A frame for a payload of which nothing else is known: whole, not compressed, masked with zeros if a client sent it. Its seq is 0. */
export function madeUpFrame({ direction, opcode, payload, timeUs, message }: FrameToMake): CapturedFrame {
  const isMasked = direction === 'out'
  const lengthBytes = payload.length < 126 ? 0 : payload.length <= 0xffff ? 2 : 8
  const header = Buffer.alloc(2 + lengthBytes + (isMasked ? 4 : 0))
  header[0] = FIN | opcode
  header[1] = (isMasked ? MASKED : 0) | (lengthBytes === 0 ? payload.length : lengthBytes === 2 ? 126 : 127)
  if (lengthBytes === 2) header.writeUInt16BE(payload.length, 2)
  if (lengthBytes === 8) header.writeBigUInt64BE(BigInt(payload.length), 2)
  return {
    facts: {
      seq: 0,
      timeUs,
      direction,
      fin: true,
      rsv: 0,
      opcode,
      masked: isMasked,
      maskKey: isMasked ? NO_MASK : null,
      headerLength: header.length,
      payloadLength: payload.length,
      wireLength: header.length + payload.length,
      message,
      violation: null,
    },
    wire: Buffer.concat([header, payload]),
  }
}
