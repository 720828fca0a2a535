import { OPCODE } from '#shared/model/frame.ts'
import type { CapturedFrame } from '../tap/captured.ts'
import type { CloseFrame } from './closing.ts'
import { MAX_CONTROL_BYTES } from './failures.ts'

/**
 * What a close frame says, also where it breaks a rule: the report tells what was received.
 * Null for any other frame, and for one that is not whole or too long to be a close frame.
 *
 * @see RFC 6455 section 5.5.1
 */
export function readCloseFrame({ facts, wire }: CapturedFrame): CloseFrame | null {
  if (facts.opcode !== OPCODE.close || !facts.fin || facts.payloadLength > MAX_CONTROL_BYTES) return null
  if (facts.violation === 'truncated') return null
  const payload = Buffer.from(wire.subarray(facts.headerLength))
  if (facts.maskKey !== null) unmask(payload, Buffer.from(facts.maskKey, 'hex'))
  if (payload.length < 2) return { code: null, reason: '' }
  return { code: payload.readUInt16BE(0), reason: payload.toString('utf8', 2) }
}

function unmask(payload: Buffer, key: Buffer): void {
  for (let at = 0; at < payload.length; at++) payload[at] = (payload[at] ?? 0) ^ (key[at % 4] ?? 0)
}
