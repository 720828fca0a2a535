import type { HandshakeReport, HandshakeResponse, Peer, ProxyFacts, ResponseBody } from '#shared/model/handshake.ts'
import { bytesText } from '#shared/text/units.ts'
import { acceptLines, agreementLines, checkLines } from './agreement.ts'
import { tlsLines } from './certificates.ts'
import { cookieLines } from './cookies.ts'
import { escaped, fact, factsOf, heading, type Page, quoted } from './page.ts'
import { placeText, waterfallLines } from './waterfall.ts'

/** Everything known of one hop, in the order in which it happened. Why it failed is told by the error behind it. */
export function hopLines(report: HandshakeReport, page: Page): readonly string[] {
  const { proxy, tls, notes } = report
  return [
    titleLine(report, page),
    ...waterfallLines(report, page),
    ...peerLines(report.peer, proxy, page),
    ...(proxy === null ? [] : proxyLines(proxy, report, page)),
    ...(tls === null ? [] : tlsLines(tls, report, page)),
    ...(report.request === null ? [] : headLines('Request, as sent', report.request.raw, page)),
    ...(report.response === null ? [] : answerLines('Answer, as received', report.response, page)),
    ...(report.unreadable === null ? [] : unreadableLines(report.unreadable, page)),
    ...cookieLines(report.cookies, page),
    ...checkLines(report, page),
    ...acceptLines(report.accept, page),
    ...(report.failure === null ? agreementLines(report.negotiated, page) : []),
    ...(notes.length === 0 ? [] : [...heading('Notes', page), ...notes.map(({ text }) => `     ${escaped(text, page)}`)]),
    '',
  ]
}

function titleLine({ hop, url, response, failure }: HandshakeReport, page: Page): string {
  const { style, alphabet } = page
  const answer = response ? `${response.status} ${response.statusText}`.trim() : 'no answer'
  const title = escaped(`${hop === 0 ? '' : `Redirect ${hop}: `}${url}  ${answer}`, page)
  return failure === null
    ? `${style('control', alphabet.good)}  ${style('strong', title)}`
    : style('warning', `${alphabet.warning}  ${title}`)
}

function peerLines(peer: Peer | null, proxy: ProxyFacts | null, page: Page): readonly string[] {
  if (peer === null) return []
  const isSocketFile = peer.port === null
  const local = peer.localAddress === '' ? null : placeText(peer.localAddress, peer.localPort)
  return [
    ...heading(isSocketFile ? 'Unix socket' : 'TCP', page),
    ...factsOf(
      [
        ['peer', `${placeText(peer.address, peer.port)}${proxy === null ? '' : ' (the proxy)'}`],
        ['from', local],
      ],
      page,
    ),
  ]
}

function proxyLines(proxy: ProxyFacts, report: HandshakeReport, page: Page): readonly string[] {
  const { url, source, tls, request, response, socksAnswer } = proxy
  return [
    ...heading('Proxy', page),
    fact('through', url, page),
    fact('named by', source === 'spec' ? '--proxy' : `${source} (environment)`, page),
    ...(socksAnswer === null ? [] : [fact('its answer', `${socksAnswer} (hexadecimal)`, page)]),
    ...(tls === null ? [] : tlsLines(tls, report, page, ' with the proxy')),
    ...(request === null ? [] : headLines('Request to the proxy, as sent', request, page)),
    ...(response === null ? [] : answerLines("The proxy's answer, as received", response, page)),
  ]
}

/** Only a CR LF ends a line: a lone one of both is shown as what it is. */
const headLines = (title: string, raw: string, page: Page): readonly string[] => [
  ...heading(title, page),
  ...quoted(raw.replace(/(?:\r\n){1,2}$/, '').split('\r\n'), page),
]

function answerLines(title: string, { raw, body }: HandshakeResponse, page: Page): readonly string[] {
  return [...headLines(title, raw, page), ...(body === null || body.sizeBytes === 0 ? [] : bodyLines(body, page))]
}

function bodyLines({ sizeBytes, contentType, charset, text, truncated }: ResponseBody, page: Page): readonly string[] {
  const kind = contentType || 'no content type'
  const cut = truncated ? ', and more was to come' : ''
  const title = `Its body, ${bytesText(sizeBytes)}${cut} (${escaped(kind, page)}${text === null ? '' : `, read as ${escaped(charset, page)}`})`
  return [...heading(title, page), ...(text === null ? [] : quoted(text.replace(/\n$/, '').split(/\r?\n/), page))]
}

/** Latin-1, as a head is read. */
const unreadableLines = (unreadable: string, page: Page): readonly string[] => [
  ...heading(`What came in place of an answer, ${bytesText(unreadable.length)}`, page),
  ...quoted(unreadable.split(/(?<=\n)/), page),
]
