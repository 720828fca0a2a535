import { describe, expect, it } from 'vitest'
import { SPEC_FILE } from '#engine/library/spec-file.ts'
import { DEFAULT_SPEC, type Pair, type SavedSpec } from '#shared/model/spec.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string) => SPEC_FILE.read(bytes(text), 'echo.yaml')
const pair = (name: string, value: string, enabled = true): Pair => ({ name, value, enabled })

/** Reads `text`, changes what it says, and writes it back over it. */
function edited(text: string, change: (saved: SavedSpec) => SavedSpec): string {
  return SPEC_FILE.edit(bytes(text), change(read(text)), 'echo.yaml')
}
const withSpec = (change: (spec: SavedSpec['spec']) => Partial<SavedSpec['spec']>) => (saved: SavedSpec) => ({
  ...saved,
  spec: { ...saved.spec, ...change(saved.spec) },
})

/** Lines of `after` that are not in `before`, and lines of `before` that are not in `after`, by the longest common subsequence. */
function lineDiff(before: string, after: string): string[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  const length = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i]![j] = a[i] === b[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!)
    }
  }
  const diff: string[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const isBoth = i < a.length && j < b.length && a[i] === b[j]
    const isRemoved = i < a.length && (j === b.length || length[i + 1]![j]! >= length[i]![j + 1]!)
    if (!isBoth) diff.push(isRemoved ? `-${a[i]}` : `+${b[j]}`)
    if (isBoth || isRemoved) i++
    if (isBoth || !isRemoved) j++
  }
  return diff
}

const WRITTEN_BY_HAND = `# The echo endpoint of staging.
# Ask ops for a token.

url:    "wss://staging.example/echo"   # no trailing slash
version: 1

owner: team-realtime     # a key Sockscope does not know
x-limits: {rate: 10,  burst: [1,2]}

headers:
    # who we are
    - name: X-Client
      value: 0123        # octal to YAML 1.1, text to us
      note: from the gateway docs

    # only behind the proxy

    # who speaks
    - value: yes
      name: X-Human
    - {name: X-Flow, value: a}   # one line
    # - name: X-Off
    #   value: kept for later

params:
- name: room
  value: >-
    a folded
    text
tls:
  verify: true   # explicit default
options:
  compression: # off breaks the gateway
    enabled: true
messages:
  - name: hello
    format: json
    body: |
      {"type": "hello",

       "id": 9007199254740993}
  # last words
  - name: bye
    body: 'it''s over'
# the end
`

describe('a spec file written by hand', () => {
  it('is read: values are texts, whatever YAML 1.1 or 1.2 would make of them', () => {
    const { spec, messages } = read(WRITTEN_BY_HAND)
    expect(spec.url).toBe('wss://staging.example/echo')
    expect(spec.headers).toEqual([pair('X-Client', '0123'), pair('X-Human', 'yes'), pair('X-Flow', 'a')])
    expect(spec.params).toEqual([pair('room', 'a folded text')])
    expect(messages).toEqual([
      { name: 'hello', format: 'json', body: '{"type": "hello",\n\n "id": 9007199254740993}\n' },
      { name: 'bye', format: 'text', body: "it's over" },
    ])
  })

  it('keeps every byte when nothing changed', () => {
    expect(edited(WRITTEN_BY_HAND, (saved) => saved)).toBe(WRITTEN_BY_HAND)
  })

  const headers = (change: (headers: readonly Pair[]) => readonly Pair[]) => withSpec((spec) => ({ headers: change(spec.headers) }))

  it.each<[string, (saved: SavedSpec) => SavedSpec, string[]]>([
    [
      'another URL keeps quotes and comment',
      withSpec(() => ({ url: 'wss://example/two' })),
      ['-url:    "wss://staging.example/echo"   # no trailing slash', '+url:    "wss://example/two"   # no trailing slash'],
    ],
    [
      'a header value that YAML would take for a number is quoted',
      headers(([first, ...rest]) => [{ ...first!, value: '1e3' }, ...rest]),
      ['-      value: 0123        # octal to YAML 1.1, text to us', '+      value: "1e3"        # octal to YAML 1.1, text to us'],
    ],
    [
      'a header put on top leaves the comments of the others',
      headers((all) => [pair('First', 'no'), ...all]),
      ['+    - name: First', '+      value: "no"'],
    ],
    ['a header at the end', headers((all) => [...all, pair('Last', 'x')]), ['+    - name: Last', '+      value: x']],
    ['a header switched off', headers(([a, b, c]) => [a!, { ...b!, enabled: false }, c!]), ['+      enabled: false']],
    [
      'a header in braces switched off',
      headers(([a, b, c]) => [a!, b!, { ...c!, enabled: false }]),
      ['-    - {name: X-Flow, value: a}   # one line', '+    - {name: X-Flow, value: a, enabled: false}   # one line'],
    ],
    [
      'a header removed takes its own comment along, not the one apart from it',
      headers(([a, , c]) => [a!, c!]),
      ['-    # who speaks', '-    - value: yes', '-      name: X-Human'],
    ],
    ['a header renamed', headers(([a, b, c]) => [a!, { ...b!, name: 'X-Robot' }, c!]), ['-      name: X-Human', '+      name: X-Robot']],
    [
      'a longer value below a folded text',
      withSpec(() => ({ params: [pair('room', 'b')] })),
      ['-  value: >-', '-    a folded', '-    text', '+  value: |-', '+    b'],
    ],
    [
      'compression off keeps the comment',
      withSpec(({ options }) => ({ options: { ...options, compression: { ...options.compression, enabled: false } } })),
      ['-    enabled: true', '+    enabled: false'],
    ],
    [
      'an option that was not there stands in its place',
      withSpec(({ options }) => ({ options: { ...options, handshakeTimeoutMs: 5000 } })),
      ['+  handshakeTimeoutMs: 5000'],
    ],
    [
      'a subprotocol brings its list',
      withSpec(() => ({ subprotocols: [{ name: 'mqtt', enabled: true }] })),
      ['+subprotocols:', '+  - mqtt'],
    ],
    [
      'a message changed inside its block',
      ({ messages: [hello, bye], ...rest }) => ({ ...rest, messages: [{ ...hello!, body: hello!.body.replace('hello', 'hi') }, bye!] }),
      ['-      {"type": "hello",', '+      {"type": "hi",'],
    ],
    [
      'a short text that becomes lines',
      ({ messages: [hello, bye], ...rest }) => ({ ...rest, messages: [hello!, { ...bye!, body: 'one\ntwo' }] }),
      ["-    body: 'it''s over'", '+    body: |-', '+      one', '+      two'],
    ],
    [
      'all messages removed',
      (before) => ({ ...before, messages: [] }),
      WRITTEN_BY_HAND.split('\n')
        .slice(WRITTEN_BY_HAND.split('\n').indexOf('messages:'), -2)
        .map((line) => `-${line}`),
    ],
  ])('%s', (_, change, diff) => {
    const after = edited(WRITTEN_BY_HAND, change)
    expect(lineDiff(WRITTEN_BY_HAND, after)).toEqual(diff)
    expect(read(after)).toEqual(change(read(WRITTEN_BY_HAND)))
  })

  it('shows ten edits as the lines they change, and no others', () => {
    const steps: ((saved: SavedSpec) => SavedSpec)[] = [
      withSpec(() => ({ url: 'wss://example/ten' })),
      headers((all) => [pair('First', '1'), ...all]),
      headers((all) => all.map((header) => (header.name === 'X-Human' ? { ...header, enabled: false } : header))),
      headers((all) => [...all, pair('Last', '2', false)]),
      withSpec(() => ({ tls: { ...DEFAULT_SPEC.tls, verify: false, caFiles: ['ca.pem'] } })),
      withSpec(() => ({ automaticHeaders: { host: true, userAgent: true, origin: true } })),
      withSpec(({ options }) => ({ options: { ...options, maxMessageBytes: 1024 } })),
      withSpec(({ params }) => ({ params: [...params, pair('user', 'a b')] })),
      ({ messages, ...rest }) => ({ ...rest, messages: [...messages, { name: 'ping', format: 'text', body: 'ping' }] }),
      headers((all) => all.filter(({ name }) => name !== 'X-Flow')),
    ]
    const after = steps.reduce((text, step) => edited(text, step), WRITTEN_BY_HAND)
    expect(lineDiff(WRITTEN_BY_HAND, after)).toEqual([
      '-url:    "wss://staging.example/echo"   # no trailing slash',
      '+url:    "wss://example/ten"   # no trailing slash',
      '+    - name: First',
      '+      value: "1"',
      '+      enabled: false',
      '-    - {name: X-Flow, value: a}   # one line',
      '+    - name: Last',
      '+      value: "2"',
      '+      enabled: false',
      '+automaticHeaders:',
      '+  origin: true',
      '+- name: user',
      '+  value: a b',
      '-  verify: true   # explicit default',
      '+  verify: false   # explicit default',
      '+  caFiles:',
      '+    - ca.pem',
      '+  maxMessageBytes: 1024',
      '+  - name: ping',
      '+    body: ping',
    ])
  })

  it('brings the comments of items along when they are moved', () => {
    const after = edited(
      'url: x\nheaders:\n  # a\n  - name: A # one\n  # b\n  - name: B\n    value: 1 # two\n',
      headers(([a, b]) => [{ ...b!, value: '2' }, a!]),
    )
    expect(after).toBe('url: x\nheaders:\n  # b\n  - name: B\n    value: "2" # two\n  # a\n  - name: A # one\n')
  })

  it('keeps line ends, a byte order mark, and writes the missing line break at the end', () => {
    const windows = '\ufeffurl: x\r\n# c\r\nheaders:\r\n  - name: A\r\n    value: b'
    const after = edited(
      windows,
      headers((all) => [...all, pair('B', 'one\ntwo')]),
    )
    expect(after).toBe(`${windows}\r\n  - name: B\r\n    value: |-\r\n      one\r\n      two\r\n`)
    expect(read(after).spec.headers[1]?.value).toBe('one\ntwo')
  })

  it('edits a file that is JSON', () => {
    const json = '{"url": "ws://x", "headers": [{"name": "A", "value": "b"}], "own": {"key": 1}}\n'
    expect(
      edited(
        json,
        withSpec(() => ({ url: 'ws://y' })),
      ),
    ).toBe(json.replace('ws://x', 'ws://y'))
    expect(
      edited(
        json,
        headers(([a]) => [{ ...a!, value: '1' }]),
      ),
    ).toContain('"own": {"key": 1}')
  })

  it('writes out aliases where the part they point to changes, and leaves other files their aliases', () => {
    const shared = '# top\nurl: x\nparams: &same # here\n  - name: A\n    value: b\nheaders: *same\n# end\nown: 0123 # kept\n'
    expect(
      edited(
        shared,
        withSpec(() => ({ url: 'ws://y' })),
      ),
    ).toBe(shared.replace('url: x', 'url: ws://y'))
    const after = edited(
      shared,
      withSpec(() => ({ params: [pair('A', 'c')] })),
    )
    expect(after).toBe(
      '# top\nurl: x\nparams: # here\n  - name: A\n    value: c\nheaders:\n  - name: A\n    value: b\n# end\nown: 0123 # kept\n',
    )
  })

  it('leaves a switch no trace when it is turned back, but a comment its line', () => {
    const plain = 'url: x\nheaders:\n  - name: A\n    value: b\nsubprotocols:\n  - chat # one\n'
    const off = edited(
      plain,
      withSpec((spec) => ({
        subprotocols: [{ name: 'chat', enabled: false }],
        headers: spec.headers.map((header) => ({ ...header, enabled: false })),
      })),
    )
    expect(lineDiff(plain, off)).toEqual(['+    enabled: false', '-  - chat # one', '+  - name: chat # one', '+    enabled: false'])
    const commented = 'url: x\nheaders:\n  - name: A\n    value: b\n    enabled: false # until friday\n'
    expect(
      edited(
        commented,
        headers(([a]) => [{ ...a!, enabled: true }]),
      ),
    ).toBe(commented.replace('false', 'true'))
  })
})
