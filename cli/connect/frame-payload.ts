import type { CapturedFrame } from '#engine/index.ts'

/** A person reads no more of a frame than this. */
const SHOWN_BYTES = 4096

/** The start of a frame's payload, unmasked (RFC 6455 section 5.3). */
export function framePayload({ facts, wire }: Pick<CapturedFrame, 'facts' | 'wire'>): Uint8Array {
  const payload = wire.slice(facts.headerLength, facts.headerLength + SHOWN_BYTES)
  if (facts.maskKey === null) return payload
  const key = Buffer.from(facts.maskKey, 'hex')
  return payload.map((byte, index) => byte ^ (key[index % 4] ?? 0))
}
