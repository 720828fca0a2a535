import type { FrameDetail, PayloadOf } from '#shared/contract.ts'
import { isControl, isRaw, OPCODE } from '#shared/model/frame.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { call } from '../host/session.ts'
import { capturedSource } from './byte-source.ts'
import { FORMATS } from './content/content-formats.ts'
import { type Payload, readAsPayload } from './payload.ts'
import { decodeUtf8 } from './text/payload-text.ts'
import { VIEWS, type Viewed } from './views.ts'

/** What is loaded of a payload at first: as much as a person sees without asking for more. */
export const HEAD_BYTES = 1024 * 1024

/** A frame with the start of its payload: all that a first look needs. */
export interface InspectedFrame {
  readonly detail: FrameDetail
  readonly payload: Payload
  readonly of: PayloadOf
  /** The message's payload is another than the frame's: it has several frames, or was compressed. */
  readonly hasTwoSources: boolean
}

export interface FrameQuestion {
  readonly capture: CaptureId
  readonly seq: number
  readonly of: PayloadOf
}

/** Reads a frame and the start of its payload. Rejects with AppError. */
export async function inspectFrame({ capture, seq, of }: FrameQuestion): Promise<InspectedFrame> {
  const detail = await call('capture.frame', { capture, seq })
  const { message, frame } = detail
  const chosen: PayloadOf = message === null ? 'frame' : of
  const { bytes: head, total } = await call('capture.payload', { capture, seq, of: chosen, first: 0, count: HEAD_BYTES })
  const source = capturedSource({ capture, seq, of: chosen }, total, head)
  const name = `${chosen}-${seq}`
  const payload =
    isControl(frame.opcode) || isRaw(frame)
      ? controlPayload(detail, { source, name, json: null, format: FORMATS.text })
      : await readAsPayload(source, name, isText(detail, chosen))
  return { detail, payload, of: chosen, hasTwoSources: message !== null && (message.frames > 1 || message.compressed) }
}

/** What is in a control frame, or was in none, is text or bytes, and never more; a close frame has a form of its own. */
function controlPayload({ frame }: FrameDetail, payload: Payload): Payload {
  const { head, total } = payload.source
  if (frame.opcode === OPCODE.close) return payload
  if (total === 0) return { ...payload, format: FORMATS.empty }
  return decodeUtf8(head).invalid === 0 ? payload : { ...payload, format: FORMATS.binary }
}

function isText({ frame, message }: FrameDetail, of: PayloadOf): boolean {
  if (of === 'message') return message?.kind === 'text'
  const isCompressed = message?.compressed ?? (frame.rsv & 4) !== 0
  return !isCompressed && (message?.kind === 'text' || frame.opcode === OPCODE.text)
}

/** What there is to see of a frame. */
export const viewedFrame = ({ detail, payload }: InspectedFrame): Viewed => ({
  key: payload.source.key,
  kind: payload.format.kind,
  views: isRaw(detail.frame) ? ['text', 'hex'] : isControl(detail.frame.opcode) ? ['text', 'hex', 'frame'] : VIEWS,
})
