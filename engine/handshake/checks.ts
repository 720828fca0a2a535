import { createHash } from 'node:crypto'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { AcceptComputation, HandshakeCheck, Negotiated, NegotiatedDeflate } from '#shared/model/handshake.ts'
import type { AnswerHead } from './answer-head.ts'
import { DEFLATE, deflateAsAnswered, judgeDeflate } from './deflate-rules.ts'
import { type Extension, parseExtensions } from './extensions.ts'
import { listOf, valuesOf } from './headers.ts'
import { quote } from './quote.ts'
import type { Offer } from './request-head.ts'

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export interface Judgement {
  readonly checks: readonly HandshakeCheck[]
  /** Null for an answer other than 101. */
  readonly accept: AcceptComputation | null
  readonly negotiated: Negotiated | null
  /** The first broken rule of a 101. */
  readonly broken: AppError | null
}

/** A check with the error it is when broken. */
interface Rule {
  readonly check: HandshakeCheck
  readonly code: ErrorCode
  readonly hint: string
}

/**
 * Holds the answer against RFC 6455 section 4.1 (what the client must validate) and RFC 7692 section 7.1. All rules of a
 * 101 are judged, also after a broken one; the rules after the status do not apply to any other answer.
 *
 * @param isTolerant broken rules are named, and stop nothing
 */
export function judgeAnswer(head: AnswerHead, offer: Offer, isTolerant = false): Judgement {
  const status = statusCheck(head)
  if (!status.ok) return { checks: [status], accept: null, negotiated: null, broken: null }
  const accept = computeAccept(head, offer.key)
  const { rules: extensionRules, deflate } = judgeExtensions(head, offer, isTolerant)
  const rules = [
    upgradeRule(head),
    connectionRule(head),
    acceptRule(accept),
    subprotocolRule(head, offer),
    singleRule(head),
    ...extensionRules,
  ]
  const first = rules.find((rule) => !rule.check.ok)
  return {
    checks: [status, ...rules.map((rule) => rule.check)],
    accept,
    negotiated: {
      subprotocol: valuesOf(head.headers, 'Sec-WebSocket-Protocol').join(', '),
      extensions: valuesOf(head.headers, 'Sec-WebSocket-Extensions').join(', '),
      deflate,
    },
    broken: first === undefined || isTolerant ? null : new AppError(first.code, first.check.text, { hint: first.hint }),
  }
}

function statusCheck({ status, statusText }: AnswerHead): HandshakeCheck {
  const ok = status === 101
  const came = `${status}${statusText === '' ? '' : ` ${quote(statusText).slice(1, -1)}`}`
  return { id: 'status', ok, rfc: '6455 4.1', text: ok ? `The status is ${came}.` : `The status should be 101, but is ${came}.` }
}

function upgradeRule({ headers }: AnswerHead): Rule {
  const values = valuesOf(headers, 'Upgrade')
  const ok = values.length === 1 && values[0]?.toLowerCase() === 'websocket'
  const text = ok ? `Upgrade is ${said(values)}.` : `Upgrade should be "websocket" (any case), but ${cameInstead(values)}.`
  const hint = 'A proxy between may not pass WebSocket upgrades on, or the path belongs to something else.'
  return { check: { id: 'upgrade', ok, rfc: '6455 4.1', text }, code: 'handshake.upgrade-missing', hint }
}

function connectionRule({ headers }: AnswerHead): Rule {
  const ok = listOf(headers, 'Connection').some((token) => token.toLowerCase() === 'upgrade')
  const values = valuesOf(headers, 'Connection')
  const text = ok ? `Connection lists ${said(values)}.` : `Connection should list "upgrade" (any case), but ${cameInstead(values)}.`
  const hint = 'A proxy between may have removed it, as it must unless it passes upgrades on.'
  return { check: { id: 'connection', ok, rfc: '6455 4.1', text }, code: 'handshake.upgrade-missing', hint }
}

/** @see RFC 6455 section 4.2.2, step 5.4 */
/** How the accept value comes from the key, and what came (RFC 6455 section 4.2.2, 5.4). */
export function computeAccept({ headers }: Pick<AnswerHead, 'headers'>, key: string): AcceptComputation {
  const expected = createHash('sha1').update(`${key}${GUID}`, 'utf8').digest('base64')
  const values = valuesOf(headers, 'Sec-WebSocket-Accept')
  return { key, guid: GUID, expected, received: values.length === 0 ? null : values.join(', ') }
}

function acceptRule({ expected, received, key }: AcceptComputation): Rule {
  const ok = received === expected
  const should = `Sec-WebSocket-Accept should be "${expected}", computed from the key ${quote(key)}`
  const text = ok ? `Sec-WebSocket-Accept is "${expected}", as computed from the key.` : `${should}, but ${cameInstead(received)}.`
  const hint = 'The answer may come from a cache or be made for another request, or the server computes it wrongly.'
  return { check: { id: 'accept', ok, rfc: '6455 4.1', text }, code: 'handshake.accept-mismatch', hint }
}

function subprotocolRule({ headers }: AnswerHead, { subprotocols }: Offer): Rule {
  const values = valuesOf(headers, 'Sec-WebSocket-Protocol')
  const [chosen] = values
  const ok = chosen === undefined || (values.length === 1 && subprotocols.includes(chosen))
  const offered =
    subprotocols.length === 0 ? 'None was offered' : `Offered ${subprotocols.length === 1 ? 'was' : 'were'} ${said(subprotocols)}`
  const answered = chosen === undefined ? 'the server chose none' : `the server chose ${said(values)}`
  const text = ok ? `Subprotocol: ${lowerFirst(offered)}; ${answered}.` : `${offered} as subprotocol, but ${answered}.`
  const hint = 'A server must choose one of the offered subprotocols, spelled the same, or none. Offer what it speaks.'
  return { check: { id: 'subprotocol', ok, rfc: '6455 4.1', text }, code: 'handshake.unasked-subprotocol', hint }
}

/** Of the other two headers that may stand in an answer only once, their own rules speak. @see RFC 6455 section 11.3.2 */
function singleRule({ headers }: AnswerHead): Rule {
  const count = valuesOf(headers, 'Sec-WebSocket-Extensions').length
  const ok = count <= 1
  const text = `Sec-WebSocket-Extensions ${ok ? 'stands' : 'should stand'} in the answer once at most${ok ? '' : `, but stands there ${count} times`}.`
  const hint = 'The server, or a proxy between, writes the header twice. A tolerant connection takes both as one list.'
  return { check: { id: 'single', ok, rfc: '6455 11.3.2', text }, code: 'handshake.invalid-extension', hint }
}

function judgeExtensions({ headers }: AnswerHead, offer: Offer, isTolerant: boolean): { rules: Rule[]; deflate: NegotiatedDeflate | null } {
  const listed = parseExtensions(valuesOf(headers, 'Sec-WebSocket-Extensions').join(', '))
  if (listed.problem !== null) {
    const text = `Sec-WebSocket-Extensions cannot be read: ${listed.problem}.`
    const hint = 'The server writes the header wrongly. Connecting without compression avoids it.'
    return {
      rules: [{ check: { id: 'extension', ok: false, rfc: '6455 9.1', text }, code: 'handshake.invalid-extension', hint }],
      deflate: null,
    }
  }
  const { rule, deflate } = parametersRule(listed.extensions, offer.extensions, isTolerant)
  return { rules: [extensionRule(listed.extensions, offer.extensions), rule], deflate }
}

function extensionRule(accepted: readonly Extension[], offered: readonly Extension[]): Rule {
  const asked = offered.map((extension) => extension.name)
  const unasked = accepted.map((extension) => extension.name).filter((name) => !asked.includes(name))
  const ok = unasked.length === 0
  const names = accepted.map((extension) => extension.name)
  const kept = names.length === 0 ? 'The server accepted no extension.' : `The server accepted ${said(names)}, as offered.`
  const text = ok ? kept : `The server accepted ${said(unasked)}, but offered ${asked.length === 0 ? 'was nothing' : `was ${said(asked)}`}.`
  const hint = 'A server must not use what was not asked for. Connecting with compression on may avoid it, if that is what it uses.'
  return { check: { id: 'extension', ok, rfc: '6455 4.1', text }, code: 'handshake.unasked-extension', hint }
}

function parametersRule(
  accepted: readonly Extension[],
  offered: readonly Extension[],
  isTolerant: boolean,
): { rule: Rule; deflate: NegotiatedDeflate | null } {
  const answers = accepted.filter((extension) => extension.name === DEFLATE)
  const offers = offered.filter((extension) => extension.name === DEFLATE)
  const rule = (ok: boolean, text: string): Rule => ({
    check: { id: 'extension-parameters', ok, rfc: '7692 7.1', text },
    code: 'handshake.invalid-extension',
    hint: 'Connect without compression, or offer it with other parameters.',
  })
  const [answer] = answers
  const fallback = answer !== undefined && isTolerant ? deflateAsAnswered(answer) : null
  if (answer === undefined || offers.length === 0) return { rule: rule(true, 'There are no parameters to agree on.'), deflate: fallback }
  if (answers.length > 1) return { rule: rule(false, `The server accepted ${DEFLATE} ${answers.length} times.`), deflate: fallback }
  const { deflate, problem } = judgeDeflate(answer, offers)
  return {
    rule: rule(problem === null, problem ?? `The parameters of ${DEFLATE} are valid and fit the offer.`),
    deflate: deflate ?? fallback,
  }
}

const said = (values: readonly string[]): string => values.map(quote).join(', ')

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

function cameInstead(values: readonly string[] | string | null): string {
  const list = typeof values === 'string' ? [values] : (values ?? [])
  return list.length === 0 ? 'the answer has no such header' : `is ${said(list)}`
}
