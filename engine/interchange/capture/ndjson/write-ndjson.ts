import { toMessageRecord, toWireRecord } from '#engine/connection/records.ts'
import type { ItemBatches } from '../captured-items.ts'
import type { ExportContext, Pieces } from '../export-context.ts'

/** The records of docs/formats.md, one a line, as `sockscope connect --json` prints them. */
export async function* writeNdjson({ events }: ExportContext, batches: ItemBatches): Pieces {
  const connection = events[0]?.connection ?? 1
  for await (const items of batches) {
    for (const item of items) {
      if (item.kind === 'event') yield `${JSON.stringify(item.event)}\n`
      else {
        yield `${JSON.stringify(toWireRecord(connection, item.frame))}\n`
        if (item.message) yield `${JSON.stringify(toMessageRecord(connection, item.message))}\n`
      }
    }
  }
}
