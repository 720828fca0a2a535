import { constants, inflateRawSync } from 'node:zlib'
import { expect } from 'vitest'
import type { CapturedFrame } from '#engine/tap/captured.ts'
import { unmask } from '#engine/tap/mask.ts'
import { OPCODE, VIOLATIONS } from '#shared/model/frame.ts'
import { concat, hex, toHex } from '#test/support/frame-builder.ts'
import type { RandomStream } from './random-stream.ts'
import type { Recording } from './reading.ts'
import type { WsReading } from './ws-reading.ts'

const TAIL = hex('0000ffff')
const LAST_BLOCK = hex('010000ffff')

/**
 * Compares what the tap and `ws` made of a stream: the same messages and control frames, the same verdict, the same close code.
 * Where they may differ, by design of one or the other, what still must hold is compared.
 *
 * @returns what kind of comparison it was, so that the test can see to it that most are full ones
 */
export function compare(stream: RandomStream, ours: Recording, ws: WsReading): 'full' | 'partial' {
  const [violation = null] = ours.violations
  const messages = ours.messages.map(({ facts, data }) => `${facts.kind} ${toHex(data)}`)
  if (violation === 'length-not-minimal' || ws.failure?.code === 'WS_ERR_EXPECTED_MASK') {
    // `ws` does not look whether lengths are minimal; we do not demand masks of ourselves.
    const count = Math.min(messages.length, ws.messages.length)
    expect(ws.messages.slice(0, count)).toEqual(messages.slice(0, count))
    return 'partial'
  }
  const unclean = firstUncleanMessage(stream, ours.frames)
  if (unclean !== null && messages.length >= unclean) {
    // A DEFLATE stream that ends in the middle, or too early: `ws` drops what follows a block with BFINAL, and its window too.
    expect(ws.messages.slice(0, unclean)).toEqual(messages.slice(0, unclean))
    if (ws.failure && ws.messages.length === unclean) expect(violation).not.toBeNull()
    return 'partial'
  }
  expect(ws.messages).toEqual(messages)
  const controls = ours.controls.map(describeControl)
  const shared = Math.min(controls.length, ws.controls.length)
  expect(ws.controls.slice(0, shared)).toEqual(controls.slice(0, shared))
  const last = ours.frames.at(-1)?.facts
  // `ws` refuses a header after two bytes, we when it is whole; `ws` inflates every fragment, we the whole message.
  const isCutHeader = violation === 'truncated' && last?.wireLength === last?.headerLength
  const isInflatedEarlier = (ws.failure?.closeCode === 1007 || ws.failure?.closeCode === 1009) && isAtCompressedMessage(ours.frames)
  if (ws.failure && (isCutHeader || isInflatedEarlier)) return 'partial'
  // We refuse the fragment that makes a text invalid, `ws` the last one, if it ever comes.
  if (violation === 'not-utf8' && ours.frames.some(({ facts }) => facts.violation === violation && !facts.fin)) return 'partial'
  const isFailure = violation !== null && violation !== 'truncated' && violation !== 'after-close'
  expect({ violation, closeCode: ws.failure?.closeCode ?? null }).toEqual({
    violation,
    closeCode: isFailure ? VIOLATIONS[violation].closeCode : null,
  })
  expect(ws.controls).toEqual(controls)
  return 'full'
}

function describeControl({ opcode, payload }: { readonly opcode: number; readonly payload: Uint8Array }): string {
  if (opcode !== OPCODE.close) return `${opcode === OPCODE.ping ? 'ping' : 'pong'} ${toHex(payload)}`
  const code = payload.length === 0 ? 1005 : payload[0]! * 256 + payload[1]!
  return `close ${code} ${toHex(payload.subarray(2))}`
}

const payloadOf = ({ facts, wire }: CapturedFrame): Uint8Array => {
  const payload = wire.subarray(facts.headerLength)
  return facts.maskKey ? unmask(payload, hex(facts.maskKey)) : payload
}

interface SeenMessage {
  readonly isCompressed: boolean
  readonly isFinished: boolean
  /** Finished, and without a violation. */
  readonly isGood: boolean
  readonly payload: Uint8Array
}

/** The messages up to the first violation, as their frames tell; one whose content breaks a rule is among them. */
function seenMessages(frames: readonly CapturedFrame[]): SeenMessage[] {
  const ofContent: readonly (string | null)[] = ['not-utf8', 'not-inflatable', 'message-too-large', 'inflated-too-large', null]
  const seen: SeenMessage[] = []
  for (const frame of frames) {
    const { facts, wire } = frame
    const state = { isFinished: facts.fin, isGood: facts.fin && facts.violation === null }
    if (!ofContent.includes(facts.violation) || wire.length < facts.wireLength) break
    if (facts.opcode === OPCODE.continuation) {
      const begun = seen.pop()!
      seen.push({ ...begun, ...state, payload: concat(begun.payload, payloadOf(frame)) })
    } else if (facts.opcode <= OPCODE.binary) {
      seen.push({ isCompressed: (facts.rsv & 4) !== 0, ...state, payload: payloadOf(frame) })
    }
    if (facts.violation) break
  }
  return seen
}

/** Whether what was seen ended in the middle of a compressed message, or with the frame that made one whole and broke a rule. */
function isAtCompressedMessage(frames: readonly CapturedFrame[]): boolean {
  const last = seenMessages(frames).at(-1)
  return last?.isCompressed === true && !last.isGood
}

/** The index of the first finished message whose DEFLATE data does not end exactly between two blocks; null if there is none. */
function firstUncleanMessage({ deflate }: RandomStream, frames: readonly CapturedFrame[]): number | null {
  let history = new Uint8Array(0)
  for (const [index, { isCompressed, isFinished, payload }] of seenMessages(frames).entries()) {
    if (!isCompressed || !isFinished) continue
    const input = concat(history, payload, TAIL)
    if (!isClean(concat(input, LAST_BLOCK))) return index
    if (!deflate?.noContextTakeover) history = input as Uint8Array<ArrayBuffer>
  }
  return null
}

function isClean(input: Uint8Array): boolean {
  try {
    const { engine } = inflateRawSync(input, { info: true, finishFlush: constants.Z_FINISH }) as unknown as {
      engine: { bytesWritten: number }
    }
    return engine.bytesWritten === input.length
  } catch {
    // Not even inflatable.
    return false
  }
}
