import type { ConnectAttempt, HandshakeResponse, HandshakeTimings, ResponseBody } from '#shared/model/handshake.ts'
import type { HandshakeRecord } from '#shared/model/records.ts'
import { escapeForTerminal } from '#shared/text/escape-for-terminal.ts'
import { bytesText, millisecondsText } from '#shared/text/units.ts'
import type { Style } from './style.ts'

const SHOWN_BODY_CHARACTERS = 8000
const PHASES = [
  ['dns', 'DNS'],
  ['tcp', 'TCP'],
  ['proxy', 'proxy'],
  ['tls', 'TLS'],
  ['request', 'first byte'],
  ['total', 'total'],
] as const satisfies readonly (readonly [keyof HandshakeTimings, string])[]

/** True for the hop after which the connection is open. */
export const isOpening = ({ response, checks }: HandshakeRecord): boolean => response?.status === 101 && checks.every((check) => check.ok)

/** One hop: what was asked and answered, what was agreed on, how long it took; of an answer other than 101 also headers and body. */
export function handshakeLines(record: HandshakeRecord, style: Style): readonly string[] {
  const { response, negotiated } = record
  const isOpen = isOpening(record)
  const isFollowed = record.notes.some((note) => note.id === 'redirect-followed')
  const answer = response ? escapeForTerminal(`${response.status} ${response.statusText}`.trim()) : 'no answer'
  const head = `${escapeForTerminal(record.url)}  ${answer}`
  return [
    isOpen ? `${style('control', '◇')}  ${style('strong', head)}` : style('warning', `▲  ${head}`),
    ...proxyLines(record, style),
    ...record.attempts.filter((attempt) => attempt.outcome !== 'connected').map((attempt) => fact('tried', attemptText(attempt), style)),
    ...record.notes.map((note) => fact('note', note.text, style)),
    ...(negotiated?.subprotocol ? [fact('subprotocol', negotiated.subprotocol, style)] : []),
    ...(negotiated?.extensions ? [fact('extensions', negotiated.extensions, style)] : []),
    fact('timings', timingsText(record.timingsMs), style),
    // A redirect that was followed is not a 101, as it should be.
    ...record.checks.filter((check) => !check.ok && !isFollowed).map((check) => brokenRule(check, style)),
    ...(isOpen || !response ? [] : answerLines(response, style)),
  ]
}

const fact = (name: string, value: string, style: Style): string => `   ${style('quiet', name.padEnd(12))} ${escapeForTerminal(value)}`

function proxyLines({ proxy }: HandshakeRecord, style: Style): readonly string[] {
  if (proxy === null) return []
  const { response } = proxy
  const answer = response ? ` ${response.status} ${response.statusText}`.trimEnd() : ''
  const isRefusal = response !== null && (response.status < 200 || response.status >= 300)
  return [fact('proxy', `${proxy.url}${answer}`, style), ...(isRefusal ? answerLines(response, style) : [])]
}

function attemptText({ address, port, outcome, error, durationMs }: ConnectAttempt): string {
  const where = port === null ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`
  const time = durationMs === null ? '' : ` after ${millisecondsText(durationMs)}`
  return `${where} ${outcome}${time}${error ? ` (${error})` : ''}`
}

function brokenRule({ rfc, text }: { readonly rfc: string; readonly text: string }, style: Style): string {
  const [document = '', section = ''] = rfc.split(' ')
  return `${style('violation', '✕')}  RFC ${document} section ${section}: ${escapeForTerminal(text)}`
}

function timingsText(timings: HandshakeTimings): string {
  const reached = PHASES.flatMap(([phase, name]) => {
    const milliseconds = timings[phase]
    return milliseconds === null ? [] : [`${name} ${millisecondsText(milliseconds)}`]
  })
  return reached.join(', ')
}

function answerLines({ headers, body }: HandshakeResponse, style: Style): readonly string[] {
  return [
    ...headers.map(([name, value]) => `   ${style('quiet', `${escapeForTerminal(name)}:`)} ${escapeForTerminal(value)}`),
    ...(body && body.sizeBytes > 0 ? ['', ...bodyLines(body, style)] : []),
  ]
}

function bodyLines(body: ResponseBody, style: Style): readonly string[] {
  if (body.text === null)
    return [style('quiet', `   (${bytesText(body.sizeBytes)} of ${escapeForTerminal(body.contentType || 'binary data')})`)]
  const lines = body.text.slice(0, SHOWN_BODY_CHARACTERS).replace(/\n$/, '').split(/\r?\n/)
  const isCut = body.truncated || body.text.length > SHOWN_BODY_CHARACTERS
  return [
    ...lines.map((line) => `   ${escapeForTerminal(line, (written) => style('escaped', written))}`),
    ...(isCut ? [style('quiet', `   … cut here; ${bytesText(body.sizeBytes)} were received (--json shows up to 1 MiB)`)] : []),
  ]
}
