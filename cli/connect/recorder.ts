import type { RecordPrinter } from '#engine/index.ts'
import {
  type CapturedEvent,
  type CapturedFrame,
  type CapturedMessage,
  type ConnectionObserver,
  toCloseRecord,
  toErrorRecord,
  toHandshakeRecord,
  toMessageRecord,
  toWireRecord,
} from '#engine/index.ts'
import { isControl } from '#shared/model/frame.ts'
import type { HandshakeReport } from '#shared/model/handshake.ts'
import { framePayload } from './frame-payload.ts'

const NO_PAYLOAD = new Uint8Array(0)

/** What keeps everything for --save. */
export interface CaptureTarget {
  readonly appendFrame: (frame: CapturedFrame) => void
  readonly appendMessage: (message: CapturedMessage) => void
  readonly appendEvent: (event: CapturedEvent) => void
}

/**
 * Prints (and keeps) what a connection tells as records, in the order in which it happened, then passes it on.
 * A hop's handshake is one record, printed when the hop is over.
 *
 * @param connection the number that its records carry
 */
export function recordingObserver(
  connection: number,
  printer: RecordPrinter,
  capture: CaptureTarget | null,
  then: ConnectionObserver,
): ConnectionObserver {
  let hops: readonly HandshakeReport[] = []
  let finishedHops = 0

  const event = (record: CapturedEvent): void => {
    printer.print(record, NO_PAYLOAD)
    capture?.appendEvent(record)
  }
  const finishHop = (report: HandshakeReport): void => {
    const record = toHandshakeRecord(connection, report)
    if (printer.printHop) printer.printHop(report)
    else printer.print(record, NO_PAYLOAD)
    capture?.appendEvent(record)
  }
  const finishHops = (count: number): void => {
    for (const report of hops.slice(finishedHops, count)) finishHop(report)
    finishedHops = Math.max(finishedHops, count)
  }

  return {
    onState: (state) => {
      if (state !== 'opening') finishHops(hops.length)
      then.onState(state)
    },
    onHandshake: (reports) => {
      hops = reports
      finishHops(reports.length - 1)
      then.onHandshake(reports)
    },
    onFrame: (frame) => {
      const { facts } = frame
      const isShown = isControl(facts.opcode) || facts.violation !== null
      printer.print(toWireRecord(connection, frame), isShown ? framePayload(frame) : NO_PAYLOAD)
      capture?.appendFrame(frame)
      then.onFrame(frame)
    },
    onMessage: (message) => {
      printer.print(toMessageRecord(connection, message), NO_PAYLOAD)
      capture?.appendMessage(message)
      then.onMessage(message)
    },
    onFailure: (failure, timeUs) => {
      finishHops(hops.length)
      event(toErrorRecord(connection, timeUs, failure))
      then.onFailure(failure, timeUs)
    },
    onClose: (report) => {
      event(toCloseRecord(connection, report))
      then.onClose(report)
    },
  }
}
