import type { CloseRecord, FrameRecord, MessageRecord, RawRecord } from '#shared/model/records.ts'
import { escapeForTerminal } from '#shared/text/escape-for-terminal.ts'
import { bytesText, countText } from '#shared/text/units.ts'
import type { Style } from './style.ts'

/** Counts what was printed, for the last line. */
export interface Tally {
  readonly frame: (record: FrameRecord) => void
  readonly raw: (record: RawRecord) => void
  readonly message: (record: MessageRecord) => void
  readonly text: () => string
}

export function createTally(): Tally {
  const messages = { in: 0, out: 0 }
  const bytes = { in: 0, out: 0 }
  return {
    frame: ({ direction, wireLength }) => {
      bytes[direction] += wireLength
    },
    raw: ({ direction, length }) => {
      bytes[direction] += length
    },
    message: ({ direction }) => {
      messages[direction] += 1
    },
    text: () =>
      `${countText(messages.in, 'message')} received in ${bytesText(bytes.in)}, ${countText(messages.out, 'message')} sent in ${bytesText(bytes.out)}`,
  }
}

const WHO = { local: 'Closed by us', remote: 'Closed by the server', none: 'Ended without a close frame' } as const

/** How it ended: who, code with its name, reason, cleanly or not; then what crossed. */
export function closeLines(record: CloseRecord, tally: Tally, style: Style): readonly string[] {
  const name = record.name ? ` ${record.name}` : ''
  const reason = record.reason ? ` "${escapeForTerminal(record.reason, (written) => style('escaped', written))}"` : ''
  const summary = `${WHO[record.initiator]}: ${record.code}${name}${reason}${record.clean ? '' : ', not clean'}`
  return [
    record.clean ? `${style('control', '◇')}  ${style('strong', summary)}` : style('warning', `▲  ${summary}`),
    ...(record.clean ? [] : [`   ${escapeForTerminal(record.detail)}`]),
    style('quiet', `   ${tally.text()}`),
  ]
}
