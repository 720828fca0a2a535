import type { CloseFrameFacts } from '#shared/model/connection.ts'
import { OPCODE } from '#shared/model/frame.ts'
import type { CapturedFrame } from '../tap/captured.ts'
import { unmask } from '../tap/mask.ts'
import { MAX_CONTROL_BYTES } from './failures.ts'

/**
 * What a close frame says, also where it breaks a rule: the report tells what was received.
 * Null for any other frame, for one that is not whole, and (unless `isTolerant`) for one fragmented or too long to be a close frame.
 *
 * @see RFC 6455 section 5.5.1
 */
export function readCloseFrame({ facts, wire }: CapturedFrame, isTolerant = false): CloseFrameFacts | null {
  if (facts.opcode !== OPCODE.close || wire.length < facts.wireLength || facts.violation === 'truncated') return null
  if (!isTolerant && (!facts.fin || facts.payloadLength > MAX_CONTROL_BYTES)) return null
  const masked = wire.subarray(facts.headerLength)
  const payload = Buffer.from(facts.maskKey === null ? masked : unmask(masked, Buffer.from(facts.maskKey, 'hex')))
  const { timeUs } = facts
  return payload.length < 2
    ? { timeUs, code: null, reason: '' }
    : { timeUs, code: payload.readUInt16BE(0), reason: payload.toString('utf8', 2) }
}
