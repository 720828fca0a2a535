import type { CapturedFrame } from '#engine/tap/captured.ts'
import { unmask } from '#engine/tap/mask.ts'

/** A frame's payload as far as it is there, without its mask (RFC 6455 section 5.3). */
export function unmaskedPayload({ facts, wire }: CapturedFrame): Uint8Array {
  const payload = wire.subarray(Math.min(facts.headerLength, wire.length))
  return facts.maskKey === null ? payload : unmask(payload, Buffer.from(facts.maskKey, 'hex'))
}
