import { toMessageRecord, toWireRecord } from '#engine/connection/records.ts'
import { readablePrinter } from '#engine/transcript/readable.ts'
import { PLAIN_STYLE } from '#engine/transcript/style.ts'
import { isControl } from '#shared/model/frame.ts'
import type { ItemBatches } from './captured-items.ts'
import type { ExportContext, Pieces } from './export-context.ts'
import { unmaskedPayload } from './unmasked-payload.ts'

const NO_PAYLOAD = new Uint8Array(0)

/** Lines for people, as `sockscope show` prints them. */
export async function* writeTranscript({ events }: ExportContext, batches: ItemBatches): Pieces {
  const connection = events[0]?.connection ?? 1
  const lines: string[] = []
  const printer = readablePrinter({ line: (text) => lines.push(`${text}\n`) }, PLAIN_STYLE)
  for await (const items of batches) {
    for (const item of items) {
      if (item.kind === 'event') printer.print(item.event, NO_PAYLOAD)
      else {
        const { frame, message } = item
        const isShown = isControl(frame.facts.opcode) || frame.facts.violation !== null
        printer.print(toWireRecord(connection, frame), isShown ? unmaskedPayload(frame) : NO_PAYLOAD)
        if (message) printer.print(toMessageRecord(connection, message), NO_PAYLOAD)
      }
    }
    yield lines.splice(0).join('')
  }
}
