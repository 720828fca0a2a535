import type { ConnectAttempt, HandshakeReport } from '#shared/model/handshake.ts'
import { escapeForTerminal } from '#shared/text/escape-for-terminal.ts'
import { millisecondsText } from '#shared/text/units.ts'
import { barText } from './bars.ts'
import { heading, type Page } from './page.ts'

/** A line of the waterfall, in milliseconds since the start of the hop. */
interface Row {
  readonly name: string
  readonly startMs: number
  readonly durationMs: number
  /** What became of it; '' where that goes without saying. */
  readonly outcome: string
}

const LONGEST_NAME = 44
/** A rest that is smaller tells nothing. */
const LEAST_REST = 0.02

/** Each phase and each try to connect as a bar, one below the other; nothing where nothing crossed the network. */
export function waterfallLines(report: HandshakeReport, page: Page): readonly string[] {
  const rows = rowsOf(report)
  if (rows.length === 0) return []
  const totalMs = Math.max(report.timingsMs.total, ...rows.map(({ startMs, durationMs }) => startMs + durationMs))
  const all = [...rows, { name: 'total', startMs: 0, durationMs: totalMs, outcome: '' }]
  const nameWidth = Math.max(...all.map(({ name }) => shortened(name, page).length))
  return [
    ...heading('Where the time went', page),
    `     ${page.style('quiet', `${''.padEnd(nameWidth)} ${'from'.padStart(10)} ${'took'.padStart(10)}`)}`,
    ...all.map((row) => rowText(row, nameWidth, totalMs, page)),
  ]
}

function rowText({ name, startMs, durationMs, outcome }: Row, nameWidth: number, totalMs: number, page: Page): string {
  const { style, alphabet, barWidth } = page
  const times = `${millisecondsText(startMs).padStart(10)} ${millisecondsText(durationMs).padStart(10)}`
  const bar = barText(startMs, durationMs, totalMs, barWidth, alphabet).padEnd(outcome ? barWidth : 0)
  const isGood = outcome === '' || outcome === 'connected'
  const said = outcome === '' ? '' : `  ${isGood ? outcome : style('warning', outcome)}`
  return `     ${shortened(name, page).padEnd(nameWidth)} ${times}  ${style(isGood ? 'received' : 'warning', bar)}${said}`
}

/** The end of a long name tells more: the file of a socket, the port. */
function shortened(name: string, { alphabet: { ellipsis } }: Page): string {
  const safe = escapeForTerminal(name)
  return safe.length <= LONGEST_NAME ? safe : `${ellipsis}${safe.slice(ellipsis.length - LONGEST_NAME)}`
}

function rowsOf(report: HandshakeReport): readonly Row[] {
  const { dns, tcp, proxy, tls, request, total } = report.timingsMs
  const rows: Row[] = []
  let nowMs = 0
  const add = (name: string, durationMs: number | null): void => {
    if (durationMs === null) return
    rows.push({ name, startMs: nowMs, durationMs, outcome: '' })
    nowMs += durationMs
  }
  add('DNS', dns)
  rows.push(...report.attempts.map((attempt) => attemptRow(attempt, nowMs, total)))
  nowMs += tcp ?? Math.max(0, ...report.attempts.map(({ startMs, durationMs }) => startMs + (durationMs ?? 0)))
  add('proxy', proxy)
  add('TLS', tls)
  add('request to first byte', request)
  const restMs = total - nowMs
  if (restMs <= total * LEAST_REST) return rows
  const unfinished = unfinishedPhase(report)
  if (unfinished !== null) rows.push({ name: unfinished, startMs: nowMs, durationMs: restMs, outcome: endOf(report) })
  else if (report.response !== null) add('until the head was read', restMs)
  return rows
}

function attemptRow(attempt: ConnectAttempt, phaseMs: number, totalMs: number): Row {
  const { startMs, durationMs, outcome, error } = attempt
  return {
    name: attemptName(attempt),
    startMs: phaseMs + startMs,
    durationMs: durationMs ?? Math.max(0, totalMs - phaseMs - startMs),
    outcome: `${outcome === 'trying' ? 'not finished' : outcome}${error === null ? '' : ` (${escapeForTerminal(error)})`}`,
  }
}

const attemptName = ({ address, port }: ConnectAttempt): string => (port === null ? address : `TCP ${placeText(address, port)}`)

/** Address and port, an IPv6 address in brackets; or the path of a socket. */
export const placeText = (address: string, port: number | null): string =>
  port === null ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`

/** In what the handshake was when it failed, as far as that took time. */
function unfinishedPhase({ failure, attempts, request, response, peer, proxy, tls, url, timingsMs }: HandshakeReport): string | null {
  if (failure === null || response !== null) return null
  if (request !== null) return timingsMs.request === null ? 'request to first byte' : 'until the head was read'
  if (peer !== null) return proxy !== null && timingsMs.proxy === null ? 'proxy' : url.startsWith('wss:') && tls === null ? 'TLS' : null
  const isLookUp = failure.code.startsWith('dns.') || failure.code === 'handshake.timeout' || failure.code === 'handshake.cancelled'
  return attempts.length === 0 && isLookUp ? 'DNS' : null
}

/** Time that ran out left a phase unfinished; anything else ended it. */
const endOf = ({ failure }: HandshakeReport): string =>
  failure?.code === 'handshake.cancelled' || failure?.code.endsWith('.timeout') ? 'not finished' : 'failed'
