import { describe, expect, it } from 'vitest'
import { judgeDeflate } from '#engine/handshake/deflate-rules.ts'
import { parseExtensions } from '#engine/handshake/extensions.ts'

describe('Sec-WebSocket-Extensions (RFC 6455 section 9.1)', () => {
  it.each([
    ['', []],
    [' , ,', []],
    ['foo', [['foo']]],
    ['foo, bar; baz=2', [['foo'], ['bar', 'baz=2']]],
    ['foo ; a ;b = c', [['foo', 'a', 'b=c']]],
    ['deflate-stream; x="y"', [['deflate-stream', 'x=y']]],
    ['a; p="x\\y", b', [['a', 'p=xy'], ['b']]],
  ])('reads %j', (text, expected) => {
    const { extensions } = parseExtensions(text)
    expect(
      extensions?.map(({ name, parameters }) => [name, ...parameters.map((p) => (p.value === null ? p.name : `${p.name}=${p.value}`))]),
    ).toEqual(expected)
  })

  it.each([
    'foo bar',
    'foo;',
    'foo; =1',
    'foo; a=',
    'foo; a="',
    'foo; a=""',
    'foo; a="b c"',
    'foo; a="b,c"',
    'foo; a="b"c',
    'fo\u00fc',
    '"foo"',
    ';',
  ])('refuses %j', (text) => expect(parseExtensions(text).problem).toEqual(expect.any(String)))
})

describe('the parameters of permessage-deflate (RFC 7692 section 7.1)', () => {
  const judge = (answer: string, offer: string) => judgeDeflate(parseExtensions(answer).extensions![0]!, parseExtensions(offer).extensions!)
  const D = 'permessage-deflate'

  it.each([
    [D, D, [false, false, 15, 15]],
    [D, `${D}; client_max_window_bits`, [false, false, 15, 15]],
    [`${D}; client_max_window_bits=10`, `${D}; client_max_window_bits`, [false, false, 15, 10]],
    [`${D}; client_max_window_bits=15`, `${D}; client_max_window_bits=9`, [false, false, 15, 9]],
    [D, `${D}; client_max_window_bits=9`, [false, false, 15, 9]],
    [`${D}; server_max_window_bits=8`, D, [false, false, 8, 15]],
    [`${D}; server_max_window_bits="12"`, `${D}; server_max_window_bits=12`, [false, false, 12, 15]],
    [`${D}; server_no_context_takeover; client_no_context_takeover`, D, [true, true, 15, 15]],
    [D, `${D}; client_no_context_takeover`, [false, true, 15, 15]],
    [D, `${D}; server_max_window_bits=9, ${D}`, [false, false, 15, 15]],
  ])('%j answers %j', (answer, offer, [serverNo, clientNo, serverBits, clientBits]) => {
    expect(judge(answer, offer).deflate).toEqual({
      serverNoContextTakeover: serverNo,
      clientNoContextTakeover: clientNo,
      serverMaxWindowBits: serverBits,
      clientMaxWindowBits: clientBits,
    })
  })

  it.each([
    ['an unknown parameter', `${D}; bogus`, D],
    ['a parameter twice', `${D}; server_no_context_takeover; server_no_context_takeover`, D],
    ['a value where none belongs', `${D}; server_no_context_takeover=1`, D],
    ['window bits without a value', `${D}; server_max_window_bits`, D],
    ['client window bits without a value', `${D}; client_max_window_bits`, `${D}; client_max_window_bits`],
    ['7 bits', `${D}; server_max_window_bits=7`, D],
    ['16 bits', `${D}; server_max_window_bits=16`, D],
    ['a leading zero', `${D}; server_max_window_bits=08`, D],
    ['not a number', `${D}; server_max_window_bits=1e1`, D],
    ['more server bits than offered', `${D}; server_max_window_bits=11`, `${D}; server_max_window_bits=10`],
    ['no answer to server bits', D, `${D}; server_max_window_bits=10`],
    ['no answer to server_no_context_takeover', D, `${D}; server_no_context_takeover`],
    ['client bits that were not asked for', `${D}; client_max_window_bits=10`, D],
    ['any answer to an offer that is not valid', D, `${D}; bogus`],
  ])('refuses %s', (_, answer, offer) => expect(judge(answer, offer)).toEqual({ deflate: null, problem: expect.stringMatching(/\.$/) }))
})
