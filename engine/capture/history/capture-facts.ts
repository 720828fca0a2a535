import type { Failure } from '#shared/errors.ts'
import type { CapturedEvent } from '../capture.ts'
import { readEvents } from '../capture-pages.ts'
import type { CaptureStore } from '../capture-store.ts'
import type { CaptureFacts } from './folder-files.ts'

/**
 * What an ended capture says of itself.
 *
 * @param stopped why recording stopped before the connection's end, if it did
 * @throws AppError 'capture.unreadable'
 */
export function factsOf(store: CaptureStore, stopped: Failure | null): CaptureFacts {
  const events = readEvents(store.content)
  const { counters, lastFrameUs } = store.tally()
  const close = events.findLast((event) => event.type === 'close')
  const error = events.findLast((event) => event.type === 'error')
  const handshake = events.find((event) => event.type === 'handshake')
  return {
    url: store.meta.url === '' ? (handshake?.url ?? '') : store.meta.url,
    startedUs: store.meta.createdUs,
    endedUs: close?.timeUs ?? Math.max(store.meta.createdUs, lastFrameUs ?? 0, ...events.map(timeOf)),
    frames: counters.framesIn + counters.framesOut,
    messages: counters.messagesIn + counters.messagesOut,
    close: close ? { code: close.code, name: close.name, clean: close.clean } : null,
    failure: stopped ?? (error ? { code: error.code, message: error.message, hint: error.hint } : null),
  }
}

const timeOf = ({ timeUs }: CapturedEvent): number => timeUs
