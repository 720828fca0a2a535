import { describe, expect, it } from 'vitest'
import { type AnswerHead, createHeadReader } from '#engine/handshake/answer-head.ts'
import { AppError } from '#shared/errors.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const MAX_HEAD_BYTES = DEFAULT_SPEC.options.maxHeadBytes

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

/** Reads `text` cut into pieces of `size`; the head, what followed it, or the error. */
function read(text: string, size = text.length): { head: AnswerHead; rest: string } | null {
  const reader = createHeadReader(MAX_HEAD_BYTES)
  const all = bytes(text)
  for (let at = 0; at < all.length; at += size) {
    const found = reader.read(all.subarray(at, at + size))
    if (found) return { head: found.head, rest: Buffer.concat([found.rest, all.subarray(at + size)]).toString('latin1') }
  }
  return null
}

describe('the head of an answer (RFC 9112)', () => {
  it('keeps order, case, duplicates and every byte', () => {
    const raw = 'HTTP/1.1 101 Switching  Protocols\r\nupgrade: websocket\r\nX-A:1\r\nx-a:\t 2 \t\r\nX-Latin: \xe9\x1b[31m\r\nEmpty:\r\n\r\n'
    expect(read(`${raw}\x81\x01a`)).toEqual({
      rest: '\x81\x01a',
      head: {
        version: 'HTTP/1.1',
        status: 101,
        statusText: 'Switching  Protocols',
        headers: [
          ['upgrade', 'websocket'],
          ['X-A', '1'],
          ['x-a', '2'],
          ['X-Latin', '\xe9\x1b[31m'],
          ['Empty', ''],
        ],
        raw,
      },
    })
  })

  it('reads the same however it is cut', () => {
    const text =
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 404 Not Found\r\nA: b\r\n\r\nbody\r\n\r\n'
    const whole = read(text)
    expect(whole).toMatchObject({ head: { status: 404, raw: 'HTTP/1.1 404 Not Found\r\nA: b\r\n\r\n' }, rest: 'body\r\n\r\n' })
    for (let size = 1; size < text.length; size++) expect(read(text, size)).toEqual(whole)
  })

  it.each([
    ['bare LF as line end', 'HTTP/1.1 200 OK\nA: b\n\nx', [['A', 'b']]],
    ['mixed line ends', 'HTTP/1.1 200 OK\r\nA: b\n\r\nx', [['A', 'b']]],
    ['no reason phrase', 'HTTP/1.1 200\r\nA: b\r\n\r\nx', [['A', 'b']]],
    ['no headers', 'HTTP/1.0 200 OK\r\n\r\nx', []],
    ['empty lines before it', '\r\n\r\n\nHTTP/1.1 200 OK\r\nA: b\r\n\r\nx', [['A', 'b']]],
    [
      'a folded line',
      'HTTP/1.1 200 OK\r\nA: b\r\n \t c\r\nD: e\r\n\r\nx',
      [
        ['A', 'b c'],
        ['D', 'e'],
      ],
    ],
    ['a fold under an empty value', 'HTTP/1.1 200 OK\r\nA:\r\n b\r\n\r\nx', [['A', 'b']]],
    ['a bare CR within a value, as text', 'HTTP/1.1 200 OK\r\nA: b\rEvil: 1\r\n\r\nx', [['A', 'b\rEvil: 1']]],
    ['colons in a value', 'HTTP/1.1 200 OK\r\nA: b: c\r\n\r\nx', [['A', 'b: c']]],
    ['an unusual name', 'HTTP/1.1 200 OK\r\nA(b)\xfc: c\r\n\r\nx', [['A(b)\xfc', 'c']]],
  ])('reads %s', (_, text, headers) => {
    for (const size of [text.length, 1]) expect(read(text, size)).toMatchObject({ head: { status: 200, headers }, rest: 'x' })
  })

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a TLS alert', '\x15\x03\x01\x00\x02\x02\x46'],
    ['HTTP/2', '\0\0\x12\x04\0\0\0\0\0'],
    ['a single wrong byte', 'h'],
    ['HTTP of another kind', 'HTTPS/1.1 200 OK\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['status 099', 'HTTP/1.1 099 OK\r\n\r\n'],
    ['no status', 'HTTP/1.1\r\n\r\n'],
    ['a line without a colon', 'HTTP/1.1 200 OK\r\nwhat\r\n\r\n'],
    ['an empty name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\n'],
    ['white space before the colon', 'HTTP/1.1 200 OK\r\nUpgrade : websocket\r\n\r\n'],
    ['a fold before the first header', 'HTTP/1.1 200 OK\r\n A: b\r\n\r\n'],
    ['a CR before the line end twice', 'HTTP/1.1 200 OK\r\nA: b\r\n\r\r\n\r\n'],
  ])('refuses %s and keeps what came', (_, text) => {
    const reader = createHeadReader(MAX_HEAD_BYTES)
    expect(() => reader.read(bytes(text))).toThrowError(expect.objectContaining({ name: 'AppError', code: 'handshake.malformed' }))
    expect(reader.unread()).toBe(text)
  })

  it('hints at TLS and HTTP/2 where they answer', () => {
    expect(() => read('\x15\x03\x01\0\x02\x02\x46')).toThrowError(expect.objectContaining({ hint: expect.stringContaining('wss://') }))
    expect(() => read('\0\0\x12\x04\0\0\0\0\0')).toThrowError(expect.objectContaining({ hint: expect.stringContaining('HTTP/2') }))
  })

  it('takes 5,000 headers, and no more bytes than its limit', () => {
    const small = `HTTP/1.1 200 OK\r\n${'A: 12345\r\n'.repeat(5000)}\r\n`
    expect(read(small)?.head.headers).toHaveLength(5000)
    const tooLarge = { code: 'handshake.too-large' }
    for (const text of [
      `HTTP/1.1 200 OK\r\n${'A: 12345\r\n'.repeat(10_000)}\r\n`,
      `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(70_000)}`,
      'HTTP/1.1 102 Processing\r\n\r\n'.repeat(3000),
      '\r\n'.repeat(40_000),
    ]) {
      for (const size of [text.length, 1000, 1]) expect(() => read(text, size)).toThrowError(expect.objectContaining(tooLarge))
    }
  })

  it('is not slowed down by blanks and folds', () => {
    const blanks = `x${' '.repeat(60_000)}y`
    expect(read(`HTTP/1.1 200 OK\r\nA: ${blanks}\r\n\r\n`)?.head.headers).toEqual([['A', blanks]])
    expect(read(`HTTP/1.1 200 OK\nA:\n${' x\n'.repeat(20_000)}\n`)?.head.headers[0]?.[1]).toHaveLength(39_999)
  })

  it('reads a head that ends exactly at the limit', () => {
    const head = `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(MAX_HEAD_BYTES - 24)}\r\n\r\n`
    expect(head).toHaveLength(MAX_HEAD_BYTES)
    for (const size of [head.length + 4, 777]) expect(read(`${head}rest`, size)).toMatchObject({ head: { raw: head }, rest: 'rest' })
  })
})

describe('a hostile answer', () => {
  const PARTS = [
    'HTTP/1.1 ',
    '101 Switching Protocols',
    '200',
    '\r\n',
    '\n',
    '\r',
    '\r\n\r\n',
    ' ',
    '\t',
    ':',
    'A: b',
    'Upgrade: websocket',
    '\0',
    '\xff',
    'HTTP/',
    '100 ',
    ',',
  ]

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('never hangs and throws nothing but AppError (1,000 answers, seed %i)', (seed) => {
    const random = seededRandom(seed)
    for (let round = 0; round < 1000; round++) {
      const beginning = random.chance(0.8) ? 'HTTP/1.1 101 X\r\n' : ''
      const text =
        beginning +
        Array.from({ length: random.below(40) }, () => (random.chance(0.9) ? random.pick(PARTS) : bytesOf(random.bytes(3)))).join('')
      const where = `seed ${seed}, round ${round}: ${JSON.stringify(text)}`
      const whole = outcomeOf(text, text.length)
      // However it is cut, it reads the same.
      for (const size of [1, 1 + random.below(7)]) expect(outcomeOf(text, size), where).toEqual(whole)
    }
  })

  function outcomeOf(text: string, size: number) {
    try {
      return read(text, size)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { code: error.code }
    }
  }
  const bytesOf = (random: Uint8Array): string => Buffer.from(random).toString('latin1')
})
