import type { FrameDetail, PayloadOf } from '#shared/contract.ts'
import { isControl, OPCODE } from '#shared/model/frame.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { call } from '../host/session.ts'
import { type JsonResult, readJson } from './json/json-reader.ts'
import { decodeUtf8 } from './text/payload-text.ts'

/** What is loaded of a payload at first: as much as a person sees without asking for more. */
export const HEAD_BYTES = 1024 * 1024
/** Asked for at once: in the browser host a slice comes as base64 in JSON, and decoding a larger one would be felt. */
const MOST_SLICE_BYTES = 2 * 1024 * 1024

/** Which bytes: of the message that a frame belongs to, or the frame's own. */
export interface PayloadSource {
  readonly capture: CaptureId
  readonly seq: number
  readonly of: PayloadOf
  /** In bytes. */
  readonly total: number
  /** The first HEAD_BYTES, or all of it. */
  readonly head: Uint8Array
}

/** A frame with the start of its payload: all that a first look needs. */
export interface InspectedFrame {
  readonly detail: FrameDetail
  readonly source: PayloadSource
  /** The message's payload is another than the frame's: it has several frames, or was compressed. */
  readonly hasTwoSources: boolean
  readonly isText: boolean
  /** Of a payload that is whole in `head` and begins like an object or array; null for others, which are read when they are looked at. */
  readonly json: JsonResult | null
}

export interface FrameQuestion {
  readonly capture: CaptureId
  readonly seq: number
  readonly of: PayloadOf
}

/** Reads a frame and the start of its payload. Rejects with AppError. */
export async function inspectFrame({ capture, seq, of }: FrameQuestion): Promise<InspectedFrame> {
  const detail = await call('capture.frame', { capture, seq })
  const { message } = detail
  const chosen: PayloadOf = message === null ? 'frame' : of
  const { bytes: head, total } = await call('capture.payload', { capture, seq, of: chosen, first: 0, count: HEAD_BYTES })
  const isText = isTextPayload(detail, chosen, head)
  const source: PayloadSource = { capture, seq, of: chosen, total, head }
  const canBeJson = !isControl(detail.frame.opcode) && head.length === total && beginsLikeJson(head)
  return {
    detail,
    source,
    hasTwoSources: message !== null && (message.frames > 1 || message.compressed),
    isText,
    json: canBeJson ? await readJson(decodeUtf8(head).text) : null,
  }
}

function isTextPayload({ frame, message }: FrameDetail, of: PayloadOf, head: Uint8Array): boolean {
  if (frame.opcode === OPCODE.ping || frame.opcode === OPCODE.pong) return decodeUtf8(head).invalid === 0
  if (of === 'message') return message?.kind === 'text'
  const isCompressed = message?.compressed ?? (frame.rsv & 4) !== 0
  return !isCompressed && (message?.kind === 'text' || frame.opcode === OPCODE.text)
}

const JSON_STARTS = new Set([0x5b, 0x7b])
const SPACES = new Set([0x20, 0x09, 0x0a, 0x0d])

/** Only objects and arrays: a lone number or word is JSON too, but better read as text. */
function beginsLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => !SPACES.has(byte))
  return first !== undefined && JSON_STARTS.has(first)
}

/** Bytes [first, first + count) of the payload, however many calls it takes; fewer where it ends. Rejects with AppError. */
export async function readPayload({ capture, seq, of, total, head }: PayloadSource, first: number, count: number): Promise<Uint8Array> {
  const end = Math.min(first + count, total)
  if (end <= head.length) return head.subarray(first, end)
  const bytes = new Uint8Array(Math.max(0, end - first))
  for (let at = first; at < end; ) {
    const slice = await call('capture.payload', { capture, seq, of, first: at, count: Math.min(MOST_SLICE_BYTES, end - at) })
    if (slice.bytes.length === 0) return bytes.subarray(0, at - first)
    bytes.set(slice.bytes, at - first)
    at += slice.bytes.length
  }
  return bytes
}
