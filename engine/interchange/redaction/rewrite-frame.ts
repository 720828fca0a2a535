import type { CapturedFrame } from '#engine/tap/captured.ts'
import { unmask } from '#engine/tap/mask.ts'

const MASKED = 0x80

/**
 * The frame with another payload, masked with its own key. Of the same length, its header stays byte for byte; else the length
 * is written anew in the fewest bytes (RFC 6455 section 5.2).
 *
 * @param payload not masked
 */
export function withPayload({ facts, wire }: CapturedFrame, payload: Uint8Array): CapturedFrame {
  const key = facts.maskKey === null ? null : Buffer.from(facts.maskKey, 'hex')
  const masked = key ? unmask(payload, key) : payload
  const storedPayloadBytes = wire.length - Math.min(facts.headerLength, wire.length)
  if (payload.length === storedPayloadBytes) return { facts, wire: Buffer.concat([wire.subarray(0, facts.headerLength), masked]) }
  const header = Buffer.concat([headerOf(wire[0] ?? 0, payload.length, key !== null), key ?? new Uint8Array(0)])
  const wireLength = header.length + payload.length
  return {
    facts: { ...facts, headerLength: header.length, payloadLength: payload.length, wireLength },
    wire: Buffer.concat([header, masked]),
  }
}

/** Without the masking key. */
function headerOf(first: number, length: number, isMasked: boolean): Uint8Array {
  const mask = isMasked ? MASKED : 0
  if (length < 126) return Uint8Array.of(first, mask | length)
  const header = Buffer.alloc(length <= 0xffff ? 4 : 10)
  header[0] = first
  header[1] = mask | (length <= 0xffff ? 126 : 127)
  if (length <= 0xffff) header.writeUInt16BE(length, 2)
  else header.writeBigUInt64BE(BigInt(length), 2)
  return header
}
