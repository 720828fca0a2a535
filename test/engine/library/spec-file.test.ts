import { describe, expect, it } from 'vitest'
import { MAX_FILE_BYTES } from '#engine/library/file-kind.ts'
import { SPEC_FILE } from '#engine/library/spec-file.ts'
import { DEFAULT_SPEC, type SavedSpec } from '#shared/model/spec.ts'
import { anySavedSpec, changedSpec, seeded } from './any-saved-spec.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => SPEC_FILE.read(bytes(text), 'echo.yaml')
const saved = (spec: Partial<SavedSpec['spec']>, messages: SavedSpec['messages'] = []): SavedSpec => ({
  spec: { ...DEFAULT_SPEC, ...spec },
  variables: [],
  messages,
})

describe('a new spec file', () => {
  it('has two lines when there is only a URL', () => {
    expect(SPEC_FILE.create(saved({ url: 'ws://127.0.0.1:9001/echo?a=b#c' }))).toBe('version: 1\nurl: ws://127.0.0.1:9001/echo?a=b#c\n')
  })

  it('says what differs from the defaults, in a friendly order', () => {
    const text = SPEC_FILE.create({
      spec: {
        url: 'wss://example',
        params: [{ name: 'room', value: '42', enabled: true }],
        headers: [
          { name: 'Authorization', value: 'Bearer {{token}}', enabled: true },
          { name: 'X-Empty', value: '', enabled: false },
        ],
        subprotocols: [
          { name: 'graphql-transport-ws', enabled: true },
          { name: 'chat', enabled: false },
        ],
        automaticHeaders: { host: true, userAgent: true, origin: true },
        auth: DEFAULT_SPEC.auth,
        tls: { ...DEFAULT_SPEC.tls, verify: false, caFiles: ['certs/ca.pem'] },
        proxy: DEFAULT_SPEC.proxy,
        addresses: DEFAULT_SPEC.addresses,
        options: {
          ...DEFAULT_SPEC.options,
          closeTimeoutMs: 1,
          compression: { ...DEFAULT_SPEC.options.compression, clientMaxWindowBits: null },
        },
      },
      variables: [
        { name: 'room', kind: 'plain', value: '42', enabled: true },
        { name: 'token', kind: 'secret', value: '', enabled: false },
      ],
      messages: [
        { name: 'hello', format: 'json', body: '{\n  "type": "hello"\n}' },
        { name: 'short', format: 'text', body: '{"a":1}' },
      ],
    })
    expect(text).toBe(`version: 1
url: wss://example
params:
  - name: room
    value: "42"
headers:
  - name: Authorization
    value: Bearer {{token}}
  - name: X-Empty
    value: ""
    enabled: false
subprotocols:
  - graphql-transport-ws
  - name: chat
    enabled: false
automaticHeaders:
  origin: true
tls:
  verify: false
  caFiles:
    - certs/ca.pem
options:
  compression:
    clientMaxWindowBits: null
  closeTimeoutMs: 1
variables:
  - name: room
    value: "42"
  - name: token
    kind: secret
    enabled: false
messages:
  - name: hello
    format: json
    body: |-
      {
        "type": "hello"
      }
  - name: short
    body: '{"a":1}'
`)
  })
})

describe('what could not be read again', () => {
  it.each([
    ['too large', saved({ url: 'x'.repeat(MAX_FILE_BYTES) }), /more than 5 MiB/],
    ['too long', saved({ headers: new Array(40_000).fill({ name: 'a', value: 'b', enabled: true }) }), /more parts than a spec can need/],
    ['out of range', saved({ options: { ...DEFAULT_SPEC.options, closeTimeoutMs: -1 } }), /closeTimeoutMs must be a whole number/],
  ])('is not written: %s', (_, wanted, message) => {
    const refused = expect.objectContaining({ code: 'input.invalid', message: expect.stringMatching(message) })
    expect(() => SPEC_FILE.create(wanted)).toThrow(refused)
    expect(() => SPEC_FILE.edit(bytes('url: x\n'), wanted, 'echo.yaml')).toThrow(refused)
  })
})

describe('texts that YAML readers take for something else', () => {
  const TRAPS = [
    ...[
      'yes',
      'no',
      'on',
      'off',
      'y',
      'N',
      'true',
      'False',
      'null',
      '~',
      '',
      ' ',
      '0123',
      '0o17',
      '0x1F',
      '1e3',
      '1_000',
      '.5',
      '+1',
      '-',
      '1:30',
      '190:20:30',
    ],
    ...[
      '2020-01-01',
      '2001-12-14t21:59:43.10-05:00',
      '.inf',
      'NaN',
      '.nan',
      '=',
      '<<',
      '*a',
      '&a',
      '!!int 3',
      '!x',
      '@x',
      '`x',
      '%x',
      '#x',
      'x #y',
      'a: b',
      'a:',
      '- a',
      '? a',
    ],
    ...[
      '[a]',
      '{a: b}',
      '"',
      "'",
      'it\'s "both"',
      '\\',
      'a\\nb',
      '---',
      '...',
      '--- x',
      ' lead',
      'trail ',
      'a\tb',
      '\t',
      'a\r\nb',
      'a\rb',
      '\n',
      '\n\n',
      'a\n',
      'a\n\n',
      '\na',
      ' a\nb',
    ],
    ...[
      'a\n b\n  c',
      'a\n \nb',
      'a\n\t',
      '\u0000',
      '\u0007',
      '\u001b[31m',
      '\u007f',
      '\u0085',
      '\u2028',
      '\ufeff',
      '\ud800',
      'a\udc00\nb',
      '😀',
      'é',
      'e\u0301',
      '中文',
      '|',
      '>',
      '|-\n a',
      '"'.repeat(80),
    ],
    ...[
      'x'.repeat(5000),
      `${'word '.repeat(60)}# no comment`,
      '# first\nsecond',
      'a: b\nc: d',
      '9007199254740993',
      '1e400',
      '-0',
      '{{variable}}',
    ],
  ]

  it.each(TRAPS)('%j comes back as it was', (text) => {
    const wanted = saved(
      { url: text, headers: [{ name: text, value: text, enabled: false }], subprotocols: [{ name: text, enabled: true }] },
      [{ name: text, format: 'text', body: text }],
    )
    expect(read(SPEC_FILE.create(wanted))).toEqual(wanted)
    const flow = '{url: x, headers: [{name: a, value: b, enabled: false}], subprotocols: [a], messages: [{name: a, body: b}]}'
    for (const old of ["url: 'x'\nheaders:\n- name: 'a'\n  value: >\n    b\n", 'url: "x"\n', flow]) {
      expect(read(SPEC_FILE.edit(bytes(old), wanted, 'old'))).toEqual(wanted)
    }
  })

  it.each([
    ['value: 0123', '0123'],
    ['value: 1e3', '1e3'],
    ['value: yes', 'yes'],
    ['value: null', 'null'],
    ['value:', ''],
    ['value: !!int 7', '7'],
    ['value: 9007199254740993', '9007199254740993'],
  ])('an unquoted %s is a text', (line, value) => {
    expect(read(`%YAML 1.1\n---\nurl: x\nheaders:\n  - name: a\n    ${line}\n`).spec.headers[0]?.value).toBe(value)
  })
})

describe('a spec file from anyone', () => {
  const deep = (open: string, close: string, depth: number) => `url: x\nextra: ${open.repeat(depth)}1${close.repeat(depth)}\n`
  const bomb = `url: x\na: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replaceAll(/./g, (key, at) => `${key}: &${key} [${`*${'abcdefgh'[at]},`.repeat(9)}]\n`)}`

  it.each([
    [
      'an unknown switch',
      'url: x\nheaders:\n  - name: a\n    enabled: yes\n',
      /echo\.yaml, line 4: headers\[1\]\.enabled must be true or false/,
    ],
    ['a list as URL', 'version: 1\nurl: [a]\n', /line 2: url must be a text/],
    ['no URL', 'services:\n  web:\n    image: nginx\n', /line 1: url is missing/],
    ['headers that are no list', 'url: x\nheaders:\n  A: b\n', /line 2: headers must be a list/],
    [
      'a number out of range',
      'url: x\noptions:\n  compression:\n    serverMaxWindowBits: 7\n',
      /line 4: options\.compression\.serverMaxWindowBits must be/,
    ],
    ['a timeout that is no number', 'url: x\noptions: {closeTimeoutMs: soon}\n', /line 2: options\.closeTimeoutMs must be a whole number/],
    ['a doubled key', 'url: x\nurl: y\n', /line 2: The key "url" stands twice/],
    ['a doubled key inside', 'url: x\ntls:\n  verify: true\n  verify: false\n', /line 4: The key "verify" stands twice/],
    ['a prototype key', 'url: x\n__proto__:\n  polluted: true\n', /line 2: The key "__proto__" is not allowed/],
    ['a constructor key', 'url: x\ntls: {constructor: {prototype: x}}\n', /line 2: The key "constructor" is not allowed/],
    ['a key that is a list', 'url: x\n? [a, b]\n: c\n', /line 2: A key must be a word/],
    ['an alias bomb', bomb, /more parts than a spec can need/],
    ['an alias to itself', 'url: &a [*a]\n', /points to nothing|Unresolved alias/],
    ['an unknown alias', 'url: *a\n', /line 1: .*alias/i],
    ['deep lists', deep('[', ']', 10_000), /nested too deeply/],
    ['deep dashes', `url: x\nextra:\n  ${'- '.repeat(20_000)}1\n`, /nested too deeply/],
    ['deep tables', `url: x\n${Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}k:\n`).join('')}`, /nested too deeply/],
    ['very many parts', `url: x\nextra:\n${'- a\n'.repeat(1_000_000)}`, /more parts than a spec can need/],
    [
      'very many keys',
      `url: x\n${Array.from({ length: 200_000 }, (_, key) => `k${key}: 1\n`).join('')}`,
      /more parts than a spec can need/,
    ],
    ['two documents', 'url: x\n---\nurl: y\n', /line [23]: It holds more than one document/],
    ['nothing', '', /line 1: It is empty/],
    ['only a comment', '# later\n', /line 1: It is empty/],
    ['a list', '- a\n', /line 1: a spec is a table/],
    ['a tab as indentation', 'url: x\nheaders:\n\t- name: a\n', /line 3: .*[Tt]ab/],
    ['an open quote', 'url: "x\n', /line \d: Missing closing "quote/],
    ['a newer version', 'version: 2\nurl: x\n', /version 2; this Sockscope reads version 1/],
    ['a version that is none', 'version: first\nurl: x\n', /line 1: version must be a whole number/],
  ])('with %s is refused, and the place is named', (_, text, message) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'library.invalid-file', message: expect.stringMatching(message) }))
    expect(() => SPEC_FILE.edit(bytes(text), saved({}), 'echo.yaml')).toThrow(expect.objectContaining({ code: 'library.invalid-file' }))
  })

  it('is refused when it is too large, or not UTF-8', () => {
    const invalid = (message: RegExp) => expect.objectContaining({ code: 'library.invalid-file', message: expect.stringMatching(message) })
    expect(() => SPEC_FILE.read(new Uint8Array(MAX_FILE_BYTES + 1), 'big.yaml')).toThrow(invalid(/big\.yaml is larger than 5 MiB/))
    expect(() => SPEC_FILE.read(Buffer.from('url: \xff', 'latin1'), 'latin.yaml')).toThrow(invalid(/latin\.yaml is not UTF-8/))
    expect(() => SPEC_FILE.read(Buffer.from('url: x', 'utf16le'), 'wide.yaml')).toThrow(
      expect.objectContaining({ code: 'library.invalid-file' }),
    )
  })

  it('does not harm with any bytes: it is read or refused', () => {
    const random = seeded(7)
    const pieces = [
      'url: x\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ': ',
      '&a ',
      '*a',
      '!!x ',
      '|-\n',
      '"',
      "'",
      '# c\n',
      '\n',
      '  ',
      '\t',
      '? ',
      '---\n',
      '<<: ',
      '%YAML 9\n',
      '\u0000',
      'é',
      ',',
    ]
    for (let round = 0; round < 1000; round++) {
      const text = (round % 2 ? 'url: x\n' : '') + Array.from({ length: random.below(20) }, () => random.pick(pieces)).join('')
      let before: SavedSpec
      try {
        before = read(text)
      } catch (error) {
        expect(error, `seed 7, round ${round}: ${JSON.stringify(text)}`).toMatchObject({ code: 'library.invalid-file' })
        continue
      }
      const after = changedSpec(before, random)
      expect(read(SPEC_FILE.edit(bytes(text), after, 'x')), `seed 7, round ${round}: ${JSON.stringify(text)}`).toEqual(after)
    }
  })
})

describe('any spec', () => {
  it('is read as it was written, to a new file and over an existing one', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const random = seeded(seed)
      const [first, second] = [anySavedSpec(random), anySavedSpec(random)]
      const written = SPEC_FILE.create(first)
      expect(read(written), `seed ${seed}`).toEqual(first)
      expect(SPEC_FILE.edit(bytes(written), first, 'x'), `seed ${seed}`).toBe(written)
      const over = SPEC_FILE.edit(bytes(written), second, 'x')
      expect(read(over), `seed ${seed}`).toEqual(second)
      const changed = changedSpec(second, random)
      expect(read(SPEC_FILE.edit(bytes(over), changed, 'x')), `seed ${seed}`).toEqual(changed)
    }
  })

  it('keeps unknown keys and their comments, whatever changes around them', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = seeded(seed)
      const before = anySavedSpec(random)
      const commented = SPEC_FILE.create(before).replaceAll(/^(options|headers|messages):/gm, 'x-$1: 0123 # of $1\n\n# above $1\n$&')
      const file = `${commented}x-last: # last\n  - [a,  b]\n`
      const after = changedSpec(before, random)
      const text = SPEC_FILE.edit(bytes(file), after, 'x')
      expect(read(text), `seed ${seed}`).toEqual(after)
      const kept = commented.match(/^x-.*|^# above .*/gm) ?? []
      for (const line of [...kept, '  - [a,  b]']) expect(text.split('\n'), `seed ${seed}`).toContain(line)
    }
  })

  it('leaves the file as it was when a change is taken back', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const random = seeded(seed)
      const { spec, ...rest } = anySavedSpec(random)
      const file = SPEC_FILE.create({ spec, ...rest }).replaceAll(/^(\s*)- name: .*/gm, '$1# item\n$&')
      const toggled = {
        ...spec,
        headers: spec.headers.map((header) => ({ ...header, enabled: !header.enabled })),
        automaticHeaders: {
          host: !spec.automaticHeaders.host,
          userAgent: spec.automaticHeaders.userAgent,
          origin: !spec.automaticHeaders.origin,
        },
        options: { ...spec.options, compression: { ...spec.options.compression, enabled: !spec.options.compression.enabled } },
      }
      const text = SPEC_FILE.edit(bytes(file), { spec: toggled, ...rest }, 'x')
      expect(read(text), `seed ${seed}`).toEqual({ spec: toggled, ...rest })
      expect(SPEC_FILE.edit(bytes(text), { spec, ...rest }, 'x'), `seed ${seed}`).toBe(file)
    }
  })
})
