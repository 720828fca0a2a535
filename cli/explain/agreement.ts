import type { AcceptComputation, HandshakeCheck, HandshakeReport, Negotiated, NegotiatedDeflate } from '#shared/model/handshake.ts'
import { bytesText } from '#shared/text/units.ts'
import { escaped, fact, factsOf, heading, type Page, ruleName } from './page.ts'

/** Every rule with its section, kept or broken. */
export function checkLines({ checks, notes }: Pick<HandshakeReport, 'checks' | 'notes'>, page: Page): readonly string[] {
  if (checks.length === 0) return []
  // A redirect that was followed is not a 101, as it should be.
  const isFollowed = notes.some(({ id }) => id === 'redirect-followed')
  return [...heading('Rules of the opening handshake', page), ...checks.map((check) => checkLine(check, isFollowed, page))]
}

function checkLine({ ok, rfc, text }: HandshakeCheck, isFollowed: boolean, page: Page): string {
  const { style, alphabet } = page
  const sign = ok ? alphabet.kept : isFollowed ? alphabet.passed : style('violation', alphabet.broken)
  return `     ${sign} ${escaped(text, page)} ${style('quiet', `(${ruleName(rfc)})`)}`
}

/** RFC 6455 section 4.2.2, step 5.4, with the values of this handshake. */
export function acceptLines(accept: AcceptComputation | null, page: Page): readonly string[] {
  if (accept === null) return []
  const { key, guid, expected, received } = accept
  const verdict = received === null ? 'no such header' : received === expected ? `${received} (the same)` : `${received} (not the same)`
  return [
    ...heading('How Sec-WebSocket-Accept comes from the key (RFC 6455 section 4.2.2)', page),
    ...factsOf(
      [
        ['key sent', key],
        ['with the GUID', `${key}${guid}`],
        ['its SHA-1', Buffer.from(expected, 'base64').toString('hex')],
        ['in base64', expected],
        ['received', verdict],
      ],
      page,
    ),
  ]
}

/** What both sides agreed on, and what it means for the frames to come. */
export function agreementLines(negotiated: Negotiated | null, page: Page): readonly string[] {
  if (negotiated === null) return []
  const { subprotocol, extensions, deflate } = negotiated
  return [
    ...heading('Agreed on', page),
    fact('subprotocol', subprotocol || 'none: what messages mean is between the two applications', page),
    fact('extensions', extensions || 'none: payloads cross as they are, and RSV bits must be 0', page),
    ...(deflate === null ? [] : deflateLines(deflate, page)),
  ]
}

function deflateLines(deflate: NegotiatedDeflate, page: Page): readonly string[] {
  const side = (name: string, isAlone: boolean, windowBits: number): string => {
    const window = `${bytesText(2 ** windowBits)} (${windowBits} bits)`
    return isAlone
      ? `${name} compresses each message on its own, in a window of ${window}`
      : `${name} may refer back to what it sent before, over messages too, within ${window}`
  }
  return [
    fact('', 'messages may be compressed (RFC 7692); RSV1 of the first frame tells which', page),
    fact('', side('the server', deflate.serverNoContextTakeover, deflate.serverMaxWindowBits), page),
    fact('', side('Sockscope', deflate.clientNoContextTakeover, deflate.clientMaxWindowBits), page),
  ]
}
