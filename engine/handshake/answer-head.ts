import { AppError } from '#shared/errors.ts'
import type { HandshakeResponse, RawHeader } from '#shared/model/handshake.ts'
import { trimBlanks } from './headers.ts'
import { quote } from './quote.ts'

export type AnswerHead = Omit<HandshakeResponse, 'body'>

export interface HeadReader {
  /**
   * Takes the next bytes. Answers with the head and the bytes after it, or null while the head is not complete.
   *
   * @throws AppError 'handshake.malformed' or 'handshake.too-large'
   */
  readonly read: (chunk: Uint8Array) => { readonly head: AnswerHead; readonly rest: Uint8Array } | null
  /** What came and was not read as an answer, as Latin-1; '' if nothing came. */
  readonly unread: () => string
}

const CR = 13
const LF = 10
const HTTP = 'HTTP/'

/**
 * Reads status line and headers as they come, however they are cut. Reads what a careless server writes (bare LF as line
 * end, folded lines, empty lines before the answer, no reason phrase), and refuses what could be read in two ways.
 * Interim answers (1xx but not 101) are skipped, as RFC 9110 section 15.2 asks.
 *
 * @see RFC 9112 sections 2.2, 4 and 5
 *
 * @param maxBytes of a head, skipped 1xx answers included
 */
export function createHeadReader(maxBytes: number): HeadReader {
  let store = Buffer.alloc(Math.min(2048, maxBytes))
  let length = 0
  let start = 0
  let scanned = 0

  function append(chunk: Uint8Array): void {
    const taken = chunk.subarray(0, maxBytes - length)
    if (length + taken.length > store.length) {
      const larger = Buffer.alloc(Math.min(maxBytes, Math.max(store.length * 2, length + taken.length)))
      store.copy(larger, 0, 0, length)
      store = larger
    }
    store.set(taken, length)
    length += taken.length
  }

  /** Where the head that begins at `start` ends, or -1. Each byte is looked at once, however it is cut. */
  function findEnd(): number {
    while (start < length && scanned <= start && (store[start] === CR || store[start] === LF)) start++
    if (scanned < start) scanned = start
    for (; scanned < length; scanned++) {
      if (store[scanned] !== LF) continue
      const isEmptyLine = store[scanned - 1] === LF || (store[scanned - 1] === CR && store[scanned - 2] === LF)
      if (isEmptyLine && scanned > start) return ++scanned
    }
    return -1
  }

  const unread = (): string => store.toString('latin1', start, length)

  function read(chunk: Uint8Array): ReturnType<HeadReader['read']> {
    const before = length
    append(chunk)
    for (;;) {
      const end = findEnd()
      requireHttp(store.toString('latin1', start, Math.min(length, start + 16)))
      if (end === -1) break
      const head = parseHead(store.toString('latin1', start, end))
      start = end
      if (head.status >= 200 || head.status === 101) return { head, rest: chunk.subarray(end - before) }
    }
    if (length < maxBytes) return null
    const limit = `${maxBytes.toLocaleString('en')} bytes`
    throw new AppError('handshake.too-large', `The server's answer goes on after ${limit} of headers; maxHeadBytes is ${limit}.`, {
      hint: 'Raise maxHeadBytes (“Largest answer head”, --max-head) if that is right; or the port speaks another protocol. What came is shown.',
    })
  }

  return { read, unread }
}

/** Says no at the first bytes that cannot begin an HTTP/1 answer, for such a peer may never send a line end. */
function requireHttp(beginning: string): void {
  const compared = Math.min(beginning.length, HTTP.length)
  if (beginning.slice(0, compared) === HTTP.slice(0, compared)) return
  throw new AppError('handshake.malformed', `What came back is not an HTTP answer; it begins with ${quote(beginning)}.`, {
    hint: malformedHint(beginning),
  })
}

function malformedHint(beginning: string): string {
  // A TLS record: alert or handshake, major version 3 (RFC 8446 section 5.1).
  if (beginning.startsWith('\x15\x03') || beginning.startsWith('\x16\x03')) return 'The port speaks TLS. Use wss:// in place of ws://.'
  // An HTTP/2 SETTINGS frame: 24-bit length, type 4, stream 0 (RFC 9113 section 6.5).
  if (beginning.startsWith('\0\0') && beginning[3] === '\x04') return 'The port speaks HTTP/2 only. Look for one that takes HTTP/1.1.'
  return 'Check the port: it seems to speak another protocol.'
}

function parseHead(raw: string): AnswerHead {
  const lines = raw.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
  // The text ends with an empty line and its line end.
  lines.length -= 2
  const [statusLine = '', ...headerLines] = lines
  const match = /^(HTTP\/\d(?:\.\d)?) +([1-9]\d\d)(?: (.*))?$/s.exec(statusLine)
  if (match === null) throw unreadable(`its first line is ${quote(statusLine)}`)
  const [, version = '', status = '', statusText = ''] = match
  return { version, status: Number(status), statusText, headers: parseHeaders(headerLines), raw }
}

function parseHeaders(lines: readonly string[]): RawHeader[] {
  const headers: [name: string, value: string][] = []
  for (const line of lines) {
    const last = headers.at(-1)
    if (/^[ \t]/.test(line)) {
      if (last === undefined) throw unreadable(`white space stands before its first header, ${quote(line)}`)
      // An obsolete line folding is one space (RFC 9112 section 5.2).
      last[1] = last[1] === '' ? trimBlanks(line) : `${last[1]} ${trimBlanks(line)}`
      continue
    }
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0))
    // White space before the colon is how answers are smuggled: some would read another name (RFC 9112 section 5.1).
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a name must not have
    if (name === '' || /[\x00-\x20\x7f]/.test(name)) throw unreadable(`${quote(line)} is not a header`)
    headers.push([name, trimBlanks(line.slice(colon + 1))])
  }
  return headers
}

const unreadable = (why: string): AppError =>
  new AppError('handshake.malformed', `The answer cannot be read as HTTP: ${why}.`, {
    hint: 'The server, or something between, writes broken HTTP. What came is shown in the handshake.',
  })
