import { randomBytes } from 'node:crypto'

/** Bytes from hex digits; spaces are for the reader. */
export function hex(digits: string): Uint8Array {
  return new Uint8Array(Buffer.from(digits.replaceAll(' ', ''), 'hex'))
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

export interface FrameToBuild {
  /** Default true. */
  readonly fin?: boolean
  /** RSV1 is 4, RSV2 is 2, RSV3 is 1. Default 0. */
  readonly rsv?: number
  readonly opcode: number
  /** Default empty. */
  readonly payload?: Uint8Array | string
  /** Four bytes; true draws some; default: not masked. */
  readonly mask?: Uint8Array | boolean
  /** Bytes of the extended length, 0, 2 or 8; default: the fewest that do. */
  readonly lengthBytes?: 0 | 2 | 8
  /** The length the header announces; default: the payload's own. */
  readonly announcedBytes?: bigint
}

/** One frame as it crosses the wire, also one that no endpoint may send. */
export function frame(wanted: FrameToBuild): Uint8Array {
  const payload = typeof wanted.payload === 'string' ? new TextEncoder().encode(wanted.payload) : (wanted.payload ?? new Uint8Array(0))
  const mask = wanted.mask === true ? new Uint8Array(randomBytes(4)) : wanted.mask || null
  const length = wanted.announcedBytes ?? BigInt(payload.length)
  const lengthBytes = wanted.lengthBytes ?? (length < 126n ? 0 : length < 65536n ? 2 : 8)
  const header = Buffer.alloc(2 + lengthBytes)
  header[0] = (wanted.fin === false ? 0 : 0x80) | ((wanted.rsv ?? 0) << 4) | wanted.opcode
  header[1] = (mask ? 0x80 : 0) | (lengthBytes === 0 ? Number(length) : lengthBytes === 2 ? 126 : 127)
  if (lengthBytes === 2) header.writeUInt16BE(Number(length), 2)
  if (lengthBytes === 8) header.writeBigUInt64BE(length, 2)
  const sent = mask ? payload.map((byte, index) => byte ^ mask[index % 4]!) : payload
  return concat(header, mask ?? new Uint8Array(0), sent)
}

/** A close frame's payload. */
export function closePayload(code: number, reason: string | Uint8Array = ''): Uint8Array {
  return concat(Uint8Array.of(code >> 8, code & 0xff), typeof reason === 'string' ? new TextEncoder().encode(reason) : reason)
}
