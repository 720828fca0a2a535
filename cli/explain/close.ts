import type { Tally } from '#engine/index.ts'
import type { CloseRecord, FrameRecord } from '#shared/model/records.ts'
import { millisecondsText } from '#shared/text/units.ts'
import { factsOf, type Page } from './page.ts'

const CLOSE_OPCODE = 8
const WHO = {
  local: 'Sockscope sent a close frame first',
  remote: 'the server sent a close frame first',
  none: 'nobody: there was no close frame',
} as const

/** When the close frames crossed, in microseconds since the Unix epoch. */
export interface CloseFrames {
  readonly note: (record: FrameRecord) => void
  /** From the first to the other side's; null unless both crossed. */
  readonly betweenMs: () => number | null
}

export function watchCloseFrames(): CloseFrames {
  const firstUs: { in: number | null; out: number | null } = { in: null, out: null }
  return {
    note: ({ opcode, direction, timeUs }) => {
      if (opcode === CLOSE_OPCODE) firstUs[direction] ??= timeUs
    },
    betweenMs: () => (firstUs.in === null || firstUs.out === null ? null : Math.abs(firstUs.in - firstUs.out) / 1000),
  }
}

/** How the connection ended: who, with which code of which registry, whether cleanly, and what became of TCP. */
export function closeLines(record: CloseRecord, frames: CloseFrames, tally: Tally, page: Page): readonly string[] {
  const { style, alphabet } = page
  const { code, name, reason, clean, initiator, detail } = record
  const betweenMs = frames.betweenMs()
  const title = clean
    ? `${style('control', alphabet.good)}  ${style('strong', 'The end')}`
    : style('warning', `${alphabet.warning}  The end`)
  return [
    '',
    title,
    ...factsOf(
      [
        ['who closed', WHO[initiator]],
        ['code', `${code} ${name}`],
        ['registry', registryOf(code)],
        ['reason', reason === '' ? 'none given' : `"${reason}"`],
        ['clean', clean ? 'yes: close frames went both ways, then TCP ended' : 'no (RFC 6455 section 7.1.4)'],
        ['answered', betweenMs === null ? null : `after ${millisecondsText(betweenMs)}`],
        ['how it went', detail],
        ['crossed', tally.text()],
      ],
      page,
    ),
  ]
}

/** Who hands out such a code. @see RFC 6455 sections 7.4.1 and 7.4.2 */
export function registryOf(code: number): string {
  if (code === 1005 || code === 1006 || code === 1015) {
    return 'RFC 6455 section 7.4.1: stands for what happened, and never in a close frame'
  }
  if (code >= 1000 && code <= 2999) return 'IANA WebSocket Close Code Number Registry, for the protocol itself (1000 to 2999)'
  if (code >= 3000 && code <= 3999) return 'IANA WebSocket Close Code Number Registry, for libraries and frameworks (3000 to 3999)'
  if (code >= 4000 && code <= 4999) return 'none: private use, only the application knows (4000 to 4999)'
  return 'none: RFC 6455 section 7.4.2 knows no such range'
}
