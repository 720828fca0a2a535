import type { CapturedMessage } from '#engine/tap/captured.ts'
import type { CloseRecord, HandshakeRecord } from '#shared/model/records.ts'
import type { ItemBatches } from '../captured-items.ts'
import type { ExportContext, Pieces } from '../export-context.ts'
import { unknownHandshake } from '../unknown-handshake.ts'
import { type HarMessage, harEntry, harError } from './har-entry.ts'

/**
 * HAR 1.2 with `_webSocketMessages`, as Chromium's DevTools writes and reads it: an entry for each hop, the messages with the
 * last one. What a HAR has no place for is left out: control frames, the boundaries of frames, masks, the close code.
 */
export async function* writeHar({ events, version }: ExportContext, batches: ItemBatches): Pieces {
  const hops = events.filter((event) => event.type === 'handshake')
  const close = events.find((event) => event.type === 'close') ?? null
  yield `{"log":{"version":"1.2","creator":${JSON.stringify({ name: 'Sockscope', version })},"pages":[],"entries":[`
  for (const hop of hops.slice(0, -1)) yield `${JSON.stringify(harEntry(hop, null))},\n`
  yield openEntry(hops.at(-1) ?? unknownHandshake(events[0]?.timeUs ?? 0), close)
  let separator = ''
  for await (const items of batches) {
    for (const item of items) {
      const message = item.kind === 'event' ? harError(item.event) : item.message && harMessage(item.message)
      if (message === null) continue
      yield `${separator}${JSON.stringify(message)}`
      separator = ',\n'
    }
  }
  yield ']}]}}\n'
}

/** The last hop's entry, up to the first message. */
const openEntry = (hop: HandshakeRecord, close: CloseRecord | null): string =>
  `${JSON.stringify(harEntry(hop, close)).slice(0, -1)},"_webSocketMessages":[\n`

function harMessage({ facts, data }: CapturedMessage): HarMessage {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  const isText = facts.kind === 'text'
  return {
    type: facts.direction === 'out' ? 'send' : 'receive',
    time: facts.timeUs / 1e6,
    opcode: isText ? 1 : 2,
    data: bytes.toString(isText ? 'utf8' : 'base64'),
  }
}
