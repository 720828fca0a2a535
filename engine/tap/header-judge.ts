import { type Direction, isControl, OPCODE, type ViolationId } from '#shared/model/frame.ts'
import { extendedLengthBytes, type FrameHeader } from './frame-header.ts'

const RSV1 = 4
const MAX_CONTROL_PAYLOAD_BYTES = 125
const MAX_SHORT_LENGTH = 125
const MAX_TWO_BYTE_LENGTH = 0xffff

/** What a header is judged against: what was agreed on, and what came before it in the same direction. */
export interface HeaderContext {
  readonly direction: Direction
  /** permessage-deflate was negotiated. */
  readonly hasDeflate: boolean
  /** A close frame came before. */
  readonly isAfterClose: boolean
  /** A message was begun and not finished. */
  readonly isMessageOpen: boolean
  /** Payload bytes of the open message so far, as on the wire; 0 if none is open. */
  readonly joinedBytes: number
  /** Frames of the open message so far; 0 if none is open. */
  readonly fragments: number
  readonly maxMessageBytes: number
  readonly maxFragments: number
}

/** Rules of the header after whose breach the payload can still be meant in one way only. */
const TOLERABLE: readonly ViolationId[] = [
  'reserved-bits',
  'masked-by-server',
  'length-not-minimal',
  'control-fragmented',
  'control-too-long',
  'message-interrupted',
  'compressed-continuation',
  'compressed-control',
]

/** Whether a tolerant reader goes by what such a frame says, as if the rule were kept. */
export const isTolerable = (violation: ViolationId): boolean => TOLERABLE.includes(violation)

const isReserved = (opcode: number): boolean => (opcode > OPCODE.binary && opcode < OPCODE.close) || opcode > OPCODE.pong

/** Whether the announced length is more than will be buffered: such a frame cannot be read to its end, nor can anything after it. */
export function isUnreadable(header: FrameHeader, context: HeaderContext): boolean {
  if (isControl(header.opcode)) return header.payloadBytes > Math.max(context.maxMessageBytes, MAX_CONTROL_PAYLOAD_BYTES)
  const joinedBytes = header.opcode === OPCODE.continuation ? context.joinedBytes : 0
  return joinedBytes + header.payloadBytes > context.maxMessageBytes
}

/** Whether no server means this: where a frame broke the rules before it, such a header is read at a place that is no frame's beginning. */
export function isSenseless(header: FrameHeader, context: HeaderContext): boolean {
  return hasReservedBits(header, context) || isReserved(header.opcode) || isUnreadable(header, context)
}

const hasReservedBits = ({ rsv }: FrameHeader, { hasDeflate }: HeaderContext): boolean =>
  (rsv & ~RSV1) !== 0 || ((rsv & RSV1) !== 0 && !hasDeflate)

/**
 * Names the first rule a header breaks. A frame is named after one rule only, so the order matters: what a strict
 * endpoint refuses after two bytes comes before what needs the length, as in `ws`, so that the close codes agree.
 */
export function judgeHeader(header: FrameHeader, context: HeaderContext): ViolationId | null {
  if (context.isAfterClose) return 'after-close'
  if (hasReservedBits(header, context)) return 'reserved-bits'
  const hasRsv1 = (header.rsv & RSV1) !== 0
  if (isReserved(header.opcode)) return 'reserved-opcode'
  const ofKind = isControl(header.opcode) ? judgeControl(header, hasRsv1) : judgeData(header, hasRsv1, context)
  if (ofKind) return ofKind
  if (context.direction === 'in' && header.mask) return 'masked-by-server'
  return judgeLength(header, context)
}

/** RFC 6455 section 5.5, RFC 7692 section 6.1. */
function judgeControl(header: FrameHeader, hasRsv1: boolean): ViolationId | null {
  if (!header.fin) return 'control-fragmented'
  return hasRsv1 ? 'compressed-control' : null
}

/** RFC 6455 section 5.4, RFC 7692 section 6.1. */
function judgeData(header: FrameHeader, hasRsv1: boolean, context: HeaderContext): ViolationId | null {
  if (header.opcode !== OPCODE.continuation) return context.isMessageOpen ? 'message-interrupted' : null
  if (hasRsv1) return 'compressed-continuation'
  return context.isMessageOpen ? null : 'continuation-without-start'
}

function judgeLength(header: FrameHeader, context: HeaderContext): ViolationId | null {
  const { opcode, payloadBytes } = header
  if (isControl(opcode) && payloadBytes > MAX_CONTROL_PAYLOAD_BYTES) return 'control-too-long'
  if (payloadBytes > Number.MAX_SAFE_INTEGER) return 'length-too-large'
  if (isUnreadable(header, context)) return 'message-too-large'
  if (opcode === OPCODE.continuation && context.fragments >= context.maxFragments) return 'too-many-fragments'
  if (opcode === OPCODE.close && payloadBytes === 1) return 'close-payload-length'
  const lengthBytes = extendedLengthBytes(header)
  const isMinimal = lengthBytes === 0 || payloadBytes > (lengthBytes === 2 ? MAX_SHORT_LENGTH : MAX_TWO_BYTE_LENGTH)
  return isMinimal ? null : 'length-not-minimal'
}
