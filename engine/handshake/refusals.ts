import { AppError } from '#shared/errors.ts'
import type { AnswerHead } from './answer-head.ts'
import { valuesOf } from './headers.ts'
import { quote } from './quote.ts'

/** An answer other than 101, as an error: what it was, and what one does about such an answer. */
export function refusalOf(head: AnswerHead): AppError {
  const came = `${head.status}${head.statusText === '' ? '' : ` ${quote(head.statusText).slice(1, -1)}`}`
  const [location] = valuesOf(head.headers, 'Location')
  if (head.status >= 300 && head.status < 400 && head.status !== 304) {
    const where = location === undefined ? 'but does not say where to (no Location header)' : `to ${quote(location)}`
    return new AppError('handshake.redirected', `The server answered ${came}: it redirects ${where}.`, {
      hint:
        location === undefined
          ? 'Look into the server.'
          : `Allow redirects in the connection’s options, or connect to ${quote(location)}, if you trust it.`,
    })
  }
  return new AppError('handshake.rejected', `The server answered ${came} in place of 101 Switching Protocols.`, { hint: hintFor(head) })
}

function hintFor({ status, headers }: AnswerHead): string {
  switch (status) {
    case 200:
      return 'Something answers ordinary requests here: check the path, or whether a proxy between passes WebSocket upgrades on.'
    case 400:
      return 'The answer’s body may say what it dislikes about the request; some servers answer so when TLS (wss://) is expected.'
    case 401: {
      const [challenge] = valuesOf(headers, 'WWW-Authenticate')
      return `The server wants credentials${challenge === undefined ? '' : ` (${quote(challenge)})`}: add an Authorization header or user:password@ in the URL.`
    }
    case 403:
      return 'The server forbids it: check credentials, cookies, and whether it expects a certain Origin header.'
    case 404:
      return 'Nothing is at this path: check the path of the URL.'
    case 407:
      return 'A proxy between wants credentials.'
    case 426: {
      const versions = valuesOf(headers, 'Sec-WebSocket-Version').join(', ')
      const wanted = versions === '' ? valuesOf(headers, 'Upgrade').join(', ') : `WebSocket version ${versions}`
      return wanted === '' ? 'The server wants another protocol version.' : `The server wants ${quote(wanted).slice(1, -1)}.`
    }
    case 429:
      return `Too many attempts: wait ${valuesOf(headers, 'Retry-After')[0] === undefined ? 'a while' : `(Retry-After: ${quote(valuesOf(headers, 'Retry-After')[0] ?? '')})`} and try again.`
    default:
      return status >= 500 ? 'The server, or a proxy in front of it, failed: its log may tell.' : 'The body of the answer may say why.'
  }
}
