import type { Tally } from '#engine/index.ts'
import type { CloseRecord } from '#shared/model/records.ts'
import { bytesText, millisecondsText } from '#shared/text/units.ts'
import { factsOf, type Page } from './page.ts'

const WHO = {
  local: 'Sockscope sent a close frame first',
  remote: 'the server sent a close frame first',
  none: 'nobody: there was no close frame',
} as const

/** How the connection ended: who, with which code of which registry, whether cleanly, and what became of TCP. */
export function closeLines(record: CloseRecord, tally: Tally, page: Page): readonly string[] {
  const { style, alphabet } = page
  const { code, name, registry, reason, clean, initiator, betweenUs, tcp, unsentBytes, truncatedSeq, detail } = record
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
        ['registry', REGISTRY[registry]],
        ['reason', reason === '' ? 'none given' : `"${reason}"`],
        ['clean', clean ? 'yes: close frames went both ways, then TCP ended' : 'no (RFC 6455 section 7.1.4)'],
        ['answered', betweenUs === null ? null : `after ${millisecondsText(betweenUs / 1000)}`],
        ['TCP ended by', tcpText(tcp)],
        ['not sent', unsentBytes === 0 ? null : bytesText(unsentBytes)],
        ['cut off', truncatedSeq === null ? null : `frame ${truncatedSeq}`],
        ['how it went', detail],
        ['crossed', tally.text()],
      ],
      page,
    ),
  ]
}

/** @see RFC 6455 sections 7.4.1 and 7.4.2 */
const REGISTRY: Readonly<Record<CloseRecord['registry'], string>> = {
  reserved: 'RFC 6455 section 7.4.1: stands for what happened, and never in a close frame',
  protocol: 'IANA WebSocket Close Code Number Registry, for the protocol itself (1000 to 2999)',
  libraries: 'IANA WebSocket Close Code Number Registry, for libraries and frameworks (3000 to 3999)',
  private: 'none: private use, only the application knows (4000 to 4999)',
  none: 'none: RFC 6455 section 7.4.2 knows no such range',
}

const TCP_END: Readonly<Record<CloseRecord['tcp']['how'], string>> = {
  fin: 'the server, with FIN (over TLS: close_notify or FIN)',
  reset: 'the server, with RST',
  'tls-alert': 'the server, with the TLS alert',
  timeout: 'nobody: TCP got no answer any more',
  error: 'an error',
  unanswered: 'Sockscope: the close frame was not answered in time',
  'kept-open': 'Sockscope: the server kept TCP open after the closing handshake',
  violation: 'Sockscope: the server broke the protocol',
  asked: 'Sockscope, as asked',
  'keep-alive': 'Sockscope: a ping was not answered in time',
  none: 'the connection never opened',
}

const tcpText = ({ how, text }: CloseRecord['tcp']): string => `${TCP_END[how]}${text === '' ? '' : `: ${text}`}`
