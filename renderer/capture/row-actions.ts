import type { ConnectionSummary } from '#shared/model/connection.ts'
import { type FrameFacts, OPCODE } from '#shared/model/frame.ts'
import type { CopyForm } from '#shared/model/frame-selection.ts'
import { saveMessage } from '../composer/saved-edits.ts'
import { call } from '../host/session.ts'
import { textOf } from '../i18n/i18n.ts'
import { decodeUtf8 } from '../inspector/text/payload-text.ts'
import { notify } from '../notices/notices-store.ts'
import { ask } from '../query/query-actions.ts'
import { activeTab, useTabs } from '../tabs/tabs-store.ts'
import { copyText } from '../ui/copy-text.ts'
import { formatCount } from '../ui/format.ts'
import { chosenFrames } from './chosen-frames.ts'

/** A saved message stands in a file that people read. */
const MOST_SAVED_BYTES = 1024 * 1024

/** Puts the chosen rows on the clipboard. Rejects where they are too much for it, and says where to go with them. */
export async function copyChosen(connection: ConnectionSummary, form: CopyForm): Promise<void> {
  const { selected, selectedCount } = chosenFrames(connection)
  if (selectedCount === 0) return
  await copyText(await call('capture.copy', { capture: connection.capture, selection: selected, form }))
  notify(textOf('capture', 'copied', { count: selectedCount, frames: formatCount(selectedCount) }))
}

/** Keeps a received or sent message with the connection's spec, to be sent again. */
export async function saveAsMessage({ capture }: ConnectionSummary, seq: number): Promise<void> {
  const tab = activeTab(useTabs.getState())
  if (!tab) return
  const { frame, message } = await call('capture.frame', { capture, seq })
  const of = message ? 'message' : 'frame'
  const { bytes, total } = await call('capture.payload', { capture, seq, of, first: 0, count: MOST_SAVED_BYTES })
  if (total > MOST_SAVED_BYTES) return notify(textOf('capture', 'tooLargeToSave'))
  const isText = message ? message.kind === 'text' : frame.opcode === OPCODE.text
  saveMessage(tab.id, isText ? { format: 'text', body: decodeUtf8(bytes).text } : { format: 'hex', body: hexOf(bytes) })
  notify(textOf('capture', 'savedMessage'))
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')

const OPCODE_TERMS = new Map<number, string>([
  [OPCODE.continuation, 'cont'],
  [OPCODE.text, 'text'],
  [OPCODE.binary, 'binary'],
  [OPCODE.close, 'close'],
  [OPCODE.ping, 'ping'],
  [OPCODE.pong, 'pong'],
])

/** The query for frames like this one. */
export const termOfOpcode = ({ opcode }: Pick<FrameFacts, 'opcode'>): string => `op:${OPCODE_TERMS.get(opcode) ?? 'reserved'}`

/** Asks for the frames that have this frame's opcode, or are of its message. */
export async function filterLike(connection: ConnectionSummary, seq: number, what: 'opcode' | 'message'): Promise<void> {
  const { frame } = await call('capture.frame', { capture: connection.capture, seq })
  if (what === 'opcode') await ask(connection, termOfOpcode(frame))
  else if (frame.message !== null) await ask(connection, `message=${frame.message}`)
}
