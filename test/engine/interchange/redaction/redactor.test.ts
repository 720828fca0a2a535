import { describe, expect, it } from 'vitest'
import { Redactor } from '#engine/interchange/redaction/redactor.ts'
import { AppError } from '#shared/errors.ts'
import { DEFAULT_RULES, NO_REDACTION, type RedactionRules } from '#shared/model/redaction.ts'
import { handshakeEvent } from '#test/engine/interchange/capture/exported.ts'
import { seededRandom } from '#test/support/seeded-random.ts'

const rules = (changes: Partial<RedactionRules>): RedactionRules => ({ ...NO_REDACTION, ...changes })

function redacted(text: string, changes: Partial<RedactionRules> = DEFAULT_RULES): string {
  const bytes = Buffer.from(text)
  const result = Buffer.from(new Redactor(rules(changes)).payload(bytes, true) ?? bytes)
  expect(result.length).toBe(bytes.length)
  return result.toString('utf8')
}

describe('a message', () => {
  it.each([
    ['a member by its name, wherever it stands', '{"a":[{"password":"hunter2"}]}', '{"a":[{"password":"*******"}]}'],
    ['in the length of its bytes', '{"token":"héé"}', '{"token":"*****"}'],
    ['numbers, as JSON that is still JSON', '{"token":123456}', '{"token":"****"}'],
    ['one digit', '{"token":7}', '{"token":0}'],
    ['constants', '{"token":true}', '{"token":"**"}'],
    ['objects and lists whole', '{"secret":{"a":[1,"}"]},"b":1}', '{"secret":"***********","b":1}'],
    ['escaped quotes', String.raw`{"password":"a\"b\\","x":1}`, '{"password":"******","x":1}'],
    ['JSON behind a prefix, as Socket.IO writes it', '42["auth",{"token":"abc"}]', '42["auth",{"token":"***"}]'],
    ['JSON in a string of JSON', String.raw`{"in":"{\"token\":\"abc\",\"n\":1}"}`, String.raw`{"in":"{\"token\":\"***\",\"n\":1}"}`],
    ['what is cut off', '{"password":"hun', '{"password":"***'],
    ['a name written with escapes', String.raw`{"pass\u0077ord":"hunter2"}`, String.raw`{"pass\u0077ord":"*******"}`],
    ['both of doubled names', '{"token":"a","token":"b"}', '{"token":"*","token":"*"}'],
    ['a JSON Web Token in prose', 'see eyJhbGciOiJI.eyJzdWIiOiIx.c2ln now', 'see ****************************** now'],
    ['a query parameter of a URL', 'GET /x?token=abc&b=1', 'GET /x?token=***&b=1'],
    ['a password in a URL', 'https://ann:pw@example.com/', 'https://ann:**@example.com/'],
  ])('hides %s', (_, text, expected) => expect(redacted(text)).toBe(expected))

  it.each([
    ['other members', '{"tokens":1,"user":"token"}'],
    ['a name as a value', '["token","password"]'],
    ['plain words', 'the token is lost'],
    ['what is empty', '{"token":""}'],
  ])('keeps %s', (_, text) => expect(redacted(text)).toBe(text))

  it.each([
    ['a name', '$.a.b', '{"a":{"b":"x"},"b":"y"}', '{"a":{"b":"*"},"b":"y"}'],
    ['an index', '$[1]', '["a", "b", "c"]', '["a", "*", "c"]'],
    ['a wildcard', '$.a[*].id', '{"a":[{"id":"12"},{"id":34}]}', '{"a":[{"id":"**"},{"id":""}]}'],
    [
      'a filter',
      "$[?@.kind=='card'].no",
      '[{"kind":"card","no":"4111"},{"kind":"x","no":"1"}]',
      '[{"kind":"card","no":"****"},{"kind":"x","no":"1"}]',
    ],
  ])('is searched by a JSONPath with %s', (_, path, text, expected) => expect(redacted(text, { jsonPaths: [path] })).toBe(expected))

  it('hides a given text as it is, in a URL and in JSON, in binary too', () => {
    const redactor = new Redactor(rules({ literals: ['a "b" c'] }))
    const data = Buffer.from('a "b" c|a%20%22b%22%20c|a \\"b\\" c|\u0000')
    expect(Buffer.from(redactor.payload(data, false) ?? []).toString()).toBe(`${'*'.repeat(7)}|${'*'.repeat(15)}|${'*'.repeat(9)}|\u0000`)
  })

  it('refuses a path that is none', () => {
    expect(() => new Redactor(rules({ jsonPaths: ['$..['] }))).toThrow(AppError)
  })
})

describe('a handshake', () => {
  const secret = 'abcdef-ghijkl'
  const hop = handshakeEvent({ url: `ws://example.test/talk?room=1&token=${secret}` }, [
    ['Authorization', `Bearer ${secret}-2`],
    ['cookie', 'sid=0123456789; theme=dark'],
    ['X-Own', 'mine'],
  ])

  it('hides headers, cookies and parameters in every place, and says which', () => {
    const redactor = new Redactor(DEFAULT_RULES)
    const [event] = redactor.events([hop])
    const text = JSON.stringify(event)
    expect(text).not.toMatch(/abcdef|0123456789|dark/)
    expect(event).toMatchObject({
      request: {
        headers: expect.arrayContaining([
          ['cookie', 'sid=**********; theme=****'],
          ['X-Own', 'mine'],
        ]),
      },
    })
    expect(text).toContain('Authorization: Bearer ***************')
    expect(text).toHaveLength(JSON.stringify(hop).length)
    expect(redactor.findings.map(({ kind, rule }) => `${kind} ${rule}`)).toEqual(
      expect.arrayContaining(['header Authorization', 'header cookie', 'query token']),
    )
    expect(JSON.stringify(redactor.findings)).not.toMatch(/abcdef|0123456789/)
  })

  it('makes its secrets known: they are hidden in messages, too', () => {
    const redactor = new Redactor(DEFAULT_RULES)
    redactor.events([hop])
    expect(Buffer.from(redactor.payload(Buffer.from(`you are ${secret}-2`), true) ?? []).toString()).toBe(`you are ${'*'.repeat(15)}`)
  })

  it('is left alone without rules', () => expect(new Redactor(NO_REDACTION).events([hop])).toEqual([hop]))
})

describe('any message', () => {
  it('is redacted in no other length, to JSON where it was JSON, and twice as once', () => {
    const random = seededRandom(41)
    const values = [
      '"x"',
      '"\\"token\\":"',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"token"',
      '"password"',
      '1',
      'null',
      ' ',
      '\\',
      '"',
      '"é"',
      '"a\\\\"',
    ]
    for (let round = 0; round < 5_000; round++) {
      const text = Array.from({ length: random.below(14) }, () => random.pick(values)).join('')
      const once = redacted(text)
      if (isJson(text)) expect(isJson(once), `${text} -> ${once}`).toBe(true)
      expect(redacted(once)).toBe(once)
    }
  })

  it.each([
    ['nested names', '{"token":'.repeat(200_000)],
    ['brackets', `{"token":${'['.repeat(500_000)}`],
    ['backslashes', `{"token":"${'\\'.repeat(500_000)}`],
    ['beginnings of tokens', 'eyJ-'.repeat(300_000)],
    ['beginnings of URLs', 'a://'.repeat(300_000)],
  ])('costs no more than it is long: %s', (_, text) => {
    expect(redacted(text)).toHaveLength(text.length)
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
