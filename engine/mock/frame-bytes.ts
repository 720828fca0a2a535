/** What a frame of the demo server is made of. Everything may be wrong on purpose: nothing is checked. */
export interface FrameParts {
  readonly opcode: number
  readonly payload: Uint8Array
  /** Default true. */
  readonly fin?: boolean
  /** RSV1 is 4, RSV2 is 2, RSV3 is 1. Default 0. */
  readonly rsv?: number
  /** Four bytes; a server must not mask (RFC 6455 section 5.1), so only for showing what happens if it does. */
  readonly maskKey?: Uint8Array
  /** Length that the header announces, where it shall differ from the payload's. */
  readonly announcedLength?: number
  /** Forces the 2- or 8-byte length field although a shorter one would do. */
  readonly lengthBytes?: 2 | 8
}

/**
 * Writes one frame, header and payload together.
 *
 * @see RFC 6455 section 5.2, Base Framing Protocol
 */
export function frameBytes(parts: FrameParts): Buffer {
  const length = parts.announcedLength ?? parts.payload.length
  const lengthBytes = parts.lengthBytes ?? (length < 126 ? 0 : length < 65_536 ? 2 : 8)
  const header = Buffer.alloc(2 + lengthBytes + (parts.maskKey ? 4 : 0))
  header[0] = (parts.fin === false ? 0 : 0x80) | ((parts.rsv ?? 0) << 4) | parts.opcode
  header[1] = (parts.maskKey ? 0x80 : 0) | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127)
  if (lengthBytes === 2) header.writeUInt16BE(length, 2)
  if (lengthBytes === 8) header.writeBigUInt64BE(BigInt(length), 2)
  if (parts.maskKey) header.set(parts.maskKey, 2 + lengthBytes)
  const payload = parts.maskKey ? masked(parts.payload, parts.maskKey) : parts.payload
  return Buffer.concat([header, payload])
}

/** Masks, or unmasks, into a new array (RFC 6455 section 5.3). */
export function masked(payload: Uint8Array, key: Uint8Array): Buffer {
  const result = Buffer.from(payload)
  for (let index = 0; index < result.length; index++) result[index] = (result[index] ?? 0) ^ (key[index & 3] ?? 0)
  return result
}

/** A text frame, whole. */
export const textFrame = (text: string): Buffer => frameBytes({ opcode: 1, payload: Buffer.from(text) })

/** A close frame's payload: two bytes of code, then the reason (RFC 6455 section 5.5.1). */
export function closePayload(code: number, reason: string | Uint8Array): Buffer {
  const payload = Buffer.concat([Buffer.alloc(2), Buffer.from(reason)])
  payload.writeUInt16BE(code & 0xffff, 0)
  return payload
}
