import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { createBodyReader, MAX_BODY_BYTES } from '#engine/handshake/body-framing.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { attempt, serve, specOf } from './bench.ts'

interface Answer {
  readonly headers?: readonly string[]
  readonly body?: string | Buffer
  readonly status?: number
  /** Ends the connection after the body; default: leaves it open. */
  readonly close?: boolean
  readonly timeoutMs?: number
}

/** The body as the report has it. */
async function bodyOf({ headers = [], body = '', status = 403, close = false, timeoutMs = 10_000 }: Answer) {
  const server = await serve((socket) => {
    socket.write(`HTTP/1.1 ${status} X\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`)
    socket.write(body)
    if (close) socket.end()
  })
  const { report, error } = await attempt(specOf(`ws://127.0.0.1:${server.port}/`, {}, timeoutMs))
  expect(error?.code).toMatch(/^handshake\.(?:redirected|rejected|forbidden|not-upgraded)$/)
  return report.response?.body
}

const withLength = (body: Buffer, ...headers: string[]): Answer => ({ body, headers: [...headers, `Content-Length: ${body.length}`] })

describe('where a body ends (RFC 9112 section 6.3)', () => {
  it('after Content-Length, though the connection stays open', async () => {
    expect(await bodyOf({ headers: ['Content-Length: 5'], body: 'hello, and more' })).toEqual({
      sizeBytes: 5,
      truncated: false,
      contentType: '',
      charset: 'utf-8',
      text: 'hello',
      base64: null,
    })
  })
  it('after the last chunk', async () => {
    const body = '5;x=y\r\nhello\r\n00b \r\n, and more!\r\n0\r\nTrailer: 1\r\n\r\n'
    expect(await bodyOf({ headers: ['Transfer-Encoding: chunked', 'Content-Length: 3'], body })).toMatchObject({
      text: 'hello, and more!',
      truncated: false,
    })
  })
  it('with the connection', async () => {
    expect(await bodyOf({ body: 'to the end', close: true })).toMatchObject({ text: 'to the end', truncated: false })
  })
  it.each([204, 304])('at once, for a %i', async (status) => {
    expect(await bodyOf({ status, headers: ['Content-Length: 5'] })).toMatchObject({ sizeBytes: 0, truncated: false, text: '' })
  })
  it.each([
    ['fewer bytes than announced', ['Content-Length: 50'], 'short'],
    ['no last chunk', ['Transfer-Encoding: chunked'], '5\r\nshort\r\n'],
    ['a broken chunk size', ['Transfer-Encoding: chunked'], '5\r\nshort\r\nzz\r\n'],
    ['a chunk longer than it says', ['Transfer-Encoding: chunked'], '5\r\nshort!\r\n0\r\n\r\n'],
  ])('%s: truncated', async (_, headers, body) => {
    expect(await bodyOf({ headers, body, close: true })).toMatchObject({ text: 'short', truncated: true })
  })
  it('when time is up, of a body that never ends', async () => {
    expect(await bodyOf({ body: 'still coming', timeoutMs: 300 })).toMatchObject({ text: 'still coming', truncated: true })
  })
  it('at 1 MiB', async () => {
    const body = await bodyOf({ headers: ['Content-Type: text/plain'], body: Buffer.alloc(MAX_BODY_BYTES + 5000, 'x') })
    expect(body).toMatchObject({ sizeBytes: MAX_BODY_BYTES, truncated: true })
    expect(body?.text).toHaveLength(MAX_BODY_BYTES)
  })
  it('of a hundred thousand chunks', async () => {
    const result = createBodyReader(403, [['transfer-encoding', 'CHUNKED']])
    expect(result.read(Buffer.from(`${'1\r\nx\r\n'.repeat(100_000)}0\r\n\r\n`))).toBe(true)
    expect(result.result()).toMatchObject({ bytes: { length: 100_000 }, truncated: false })
  })
  it('the same however chunks are cut, and anywhere in broken ones (seeded)', () => {
    const headers = [['Transfer-Encoding', 'chunked']] as const
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed)
      let text = ''
      for (let part = random.below(6); part > 0; part--) {
        const size = 1 + random.below(20)
        text += `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`
      }
      text += '0\r\n\r\n'
      const bytes = Buffer.from(text)
      if (random.chance(0.5)) bytes[random.below(bytes.length)] = random.below(256)
      const [whole, pieces] = [createBodyReader(403, headers), createBodyReader(403, headers)]
      whole.read(bytes)
      for (const byte of bytes) pieces.read(Uint8Array.of(byte))
      expect(pieces.result(), `seed ${seed}`).toEqual(whole.result())
    }
  })
})

describe('content codings (RFC 9110 section 8.4)', () => {
  const text = 'Zugriff verweigert: über '.repeat(20)
  it.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['identity', Buffer.from(text)],
  ])('%s', async (coding, body) => {
    expect(await bodyOf(withLength(body, `Content-Encoding: ${coding}`))).toMatchObject({ text, sizeBytes: body.length, truncated: false })
  })
  it('shows what can be decoded of a body cut short', async () => {
    const random = seededRandom(7)
    const long = Array.from({ length: 4000 }, () => random.pick(['alpha ', 'beta ', 'gamma '])).join('')
    const coded = gzipSync(long)
    const body = await bodyOf({
      headers: ['Content-Encoding: gzip', 'Content-Length: 99999'],
      body: coded.subarray(0, coded.length / 2),
      close: true,
    })
    expect(body?.truncated).toBe(true)
    expect(body?.text?.length).toBeGreaterThan(1000)
    expect(long.startsWith(body?.text ?? '?')).toBe(true)
  })
  it.each(['gzip', 'br', 'deflate'])('keeps a bomb of %s within 1 MiB', async (coding) => {
    const huge = Buffer.alloc(50 * 1024 * 1024, 'x')
    const body = coding === 'gzip' ? gzipSync(huge) : coding === 'br' ? brotliCompressSync(huge, { params: { 1: 1 } }) : deflateSync(huge)
    const result = await bodyOf(withLength(body, `Content-Encoding: ${coding}`, 'Content-Type: text/plain'))
    expect(result?.text).toHaveLength(MAX_BODY_BYTES)
    expect(result?.truncated).toBe(true)
  })
  it.each([
    ['an unknown coding', 'compress-me'],
    ['bytes that are not gzip', 'gzip'],
    ['a hundred codings', Array(100).fill('gzip').join(',')],
  ])('hands out the bytes of %s as they came', async (_, coding) => {
    const body = Buffer.from('plain')
    expect(await bodyOf(withLength(body, `Content-Encoding: ${coding}`))).toMatchObject({
      text: null,
      base64: body.toString('base64'),
      sizeBytes: 5,
    })
  })
})

describe('charsets', () => {
  const GREETING = 'Grüße, Привет'
  it.each([
    ['UTF-8 without being told', Buffer.from(GREETING), 'text/plain', 'utf-8', GREETING],
    ['what Content-Type says', iconv.encode('Привет', 'koi8-r'), 'text/html; charset="KOI8-R"', 'koi8-r', 'Привет'],
    ['GB 18030', iconv.encode('拒绝访问', 'gb18030'), 'text/html;charset=gb18030', 'gb18030', '拒绝访问'],
    ['a charset only iconv knows', iconv.encode('Grüße', 'cp437'), 'text/plain; charset=cp437', 'cp437', 'Grüße'],
    [
      'utf-16 with a mark',
      Buffer.concat([Buffer.of(0xfe, 0xff), iconv.encode('Hi', 'utf-16be')]),
      'text/plain; charset=utf-16',
      'utf-16be',
      'Hi',
    ],
    ['a byte order mark', Buffer.concat([Buffer.of(0xff, 0xfe), iconv.encode(GREETING, 'utf-16le')]), 'text/plain', 'utf-16le', GREETING],
    ['a UTF-8 mark, which is no character', Buffer.from(`\ufeff${GREETING}`), '', 'utf-8', GREETING],
    [
      'an HTML meta',
      iconv.encode('<html><meta charset=windows-1251>Привет', 'windows-1251'),
      'text/html',
      'windows-1251',
      '<html><meta charset=windows-1251>Привет',
    ],
    [
      'an XML declaration',
      iconv.encode('<?xml version="1.0" encoding="iso-8859-2"?><a>ř</a>', 'iso-8859-2'),
      'application/problem+xml',
      'iso-8859-2',
      '<?xml version="1.0" encoding="iso-8859-2"?><a>ř</a>',
    ],
    ['an unknown charset as if none were given', Buffer.from(GREETING), 'text/plain; charset=bogus', 'utf-8', GREETING],
    ['windows-1252 where it is not UTF-8', Buffer.from('Gr\xfc\xdfe \x80', 'latin1'), 'text/html', 'windows-1252', 'Grüße €'],
    ['SVG as text', Buffer.from('<svg/>'), 'image/svg+xml', 'utf-8', '<svg/>'],
  ])('reads %s', async (_, body, contentType, charset, text) => {
    expect(await bodyOf(withLength(body, ...(contentType ? [`Content-Type: ${contentType}`] : [])))).toEqual({
      sizeBytes: body.length,
      truncated: false,
      contentType,
      charset,
      text,
      base64: null,
    })
  })
  it.each([
    ['an image', Buffer.of(0x89, 0x50, 0x4e, 0x47), 'image/png'],
    ['bytes of no type that are not UTF-8', Buffer.of(0xff, 0x00, 0x81), ''],
    ['bytes of no type with control characters', Buffer.of(1, 2, 3), 'application/octet-stream'],
  ])('leaves %s as bytes', async (_, body, contentType) => {
    expect(await bodyOf(withLength(body, `Content-Type: ${contentType}`))).toMatchObject({ text: null, base64: body.toString('base64') })
  })
  it('does not mistake a character cut by the limit for another charset', async () => {
    const body = Buffer.concat([Buffer.alloc(MAX_BODY_BYTES - 1, 'x'), Buffer.from('üü')])
    expect(await bodyOf(withLength(body))).toMatchObject({ charset: 'utf-8', truncated: true, text: 'x'.repeat(MAX_BODY_BYTES - 1) })
  })
})
