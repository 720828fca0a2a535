import type { FrameRun } from '#engine/tap/frame-run.ts'
import { OPCODE } from '#shared/model/frame.ts'
import { type Reading, type Recording, recording } from './reading.ts'

/** Reads `chunks`, then the end, by the run: what a run says is written down as the frames and messages it stands for. */
export function readByRuns(
  chunks: readonly Uint8Array[],
  options: Parameters<typeof recording>[0] = {},
): Recording & { readonly runs: number[] } {
  const runs: number[] = []
  const heard = recording(options, (run, reading) => {
    runs.push(run.count)
    unfold(run, reading)
  })
  for (const chunk of chunks) heard.reader.read(chunk)
  heard.reader.end()
  return { ...heard, runs }
}

function unfold(
  { firstSeq, firstMessage, timeUs, kind, count, headerLengths, payloadLengths, wire, inflated }: FrameRun,
  reading: Reading,
): void {
  let [at, dataAt] = [0, 0]
  for (let index = 0; index < count; index++) {
    const [seq, message, headerLength, payloadLength] = [
      firstSeq + index,
      firstMessage + index,
      headerLengths[index]!,
      payloadLengths[index]!,
    ]
    const bytes = wire.slice(at, at + headerLength + payloadLength)
    const wireLength = bytes.length
    at += wireLength
    const shared = { timeUs, direction: 'in', wireLength, message } as const
    const head = { fin: true, rsv: inflated ? 4 : 0, opcode: OPCODE[kind], masked: false, maskKey: null, violation: null } as const
    reading.frames.push({ facts: { seq, ...shared, ...head, headerLength, payloadLength }, wire: bytes })
    reading.order.push(`frame ${seq}`)
    const data = inflated ? new Uint8Array(inflated.data.subarray(dataAt, dataAt + inflated.lengths[index]!)) : bytes.subarray(headerLength)
    dataAt += data.length
    const facts = { ...shared, kind, length: data.length, frames: 1, compressed: inflated !== null, firstSeq: seq, lastSeq: seq }
    reading.messages.push({ facts, data })
    reading.order.push(`message ${message}`)
  }
}
