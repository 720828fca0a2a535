import { describe, expect, it } from 'vitest'
import { checkInput } from '#engine/validation/check-input.ts'
import { CALL_NAMES, type CallName } from '#shared/contract.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'

const spec = { ...DEFAULT_SPEC, url: 'ws://example.test/' }
const saved = { spec, variables: [], messages: [{ name: 'a', format: 'json', body: '{}' }] }

const GOOD: Readonly<Record<CallName, unknown>> = {
  'app.info': null,
  'connection.open': { spec, origin: null },
  'connection.list': null,
  'connection.handshake': { id: 1 },
  'connection.send': { id: 1, message: { kind: 'text', text: 'hi' } },
  'connection.ping': { id: 1, payload: new Uint8Array(3) },
  'connection.close': { id: 1, code: null, reason: '' },
  'connection.reconnectNow': { id: 1 },
  'connection.cancelReconnect': { id: 1 },
  'connection.forget': { id: 1 },
  'capture.rows': { capture: 'c', first: 0, count: 1000 },
  'capture.frame': { capture: 'c', seq: 0 },
  'capture.payload': { capture: 'c', seq: 0, of: 'message', first: 0, count: 16 * 1024 * 1024 },
  'capture.between': { capture: 'c', selection: { ranges: [{ first: 0, end: 5_000_000 }], query: null } },
  'capture.copy': { capture: 'c', selection: { ranges: [{ first: 0, end: 1 }], query: 1 }, form: 'ndjson' },
  'capture.seqAt': { capture: 'c', timeUs: 1.5 },
  'capture.messageBeside': { capture: 'c', seq: 0, direction: 'next' },
  'capture.notes': { capture: 'c' },
  'capture.annotate': { capture: 'c', note: { seq: 0, isBookmarked: true, text: '' } },
  'capture.open': { capture: 'c' },
  'capture.openFile': { path: '/a/b.sockscope' },
  'capture.openImport': { id: 'f', name: 'b.sockscope' },
  'history.list': { search: '', first: 0, count: 500 },
  'history.rename': { capture: 'c', name: '' },
  'history.pin': { capture: 'c', isPinned: true },
  'history.delete': { captures: ['c'] },
  'history.restore': { captures: ['c'] },
  'query.start': { capture: 'c', text: 'op:ping', context: 0, originUs: null },
  'query.rows': { query: 1, first: 0, count: 1000 },
  'query.hits': { query: 1, first: 0, count: 1000 },
  'query.find': { query: 1, from: -1, direction: 'next' },
  'query.place': { query: 1, seq: 0 },
  'query.setContext': { query: 1, context: 100 },
  'query.cancel': { query: 1 },
  'query.end': { query: 1 },
  'export.start': { capture: 'c', frames: { kind: 'all' }, redaction: null, format: 'har' },
  'export.cancel': { id: 'e' },
  'export.payload': { capture: 'c', seq: 0, of: 'message' },
  'import.begin': null,
  'import.write': { id: 'i', bytes: new Uint8Array(3) },
  'import.finish': { id: 'i' },
  'import.cancel': { id: 'i' },
  'collection.begin': null,
  'collection.write': { id: '00', pieces: [{ path: 'a.json', bytes: new Uint8Array(1) }] },
  'collection.read': { id: '00' },
  'collection.readText': { text: 'ws://host' },
  'collection.spec': { id: '00', spec: 0 },
  'collection.import': { id: '00', folder: '', specs: [0], environments: [] },
  'collection.undo': { id: '00' },
  'collection.forget': { id: '00' },
  'spec.copyAs': { target: 'curl', spec: DEFAULT_SPEC, messages: [{ kind: 'text', text: 'hi' }] },
  'library.tree': null,
  'library.read': { path: 'a/b' },
  'library.create': { folder: '', name: 'x', saved },
  'library.save': { path: 'a', saved },
  'library.createFolder': { folder: '', name: 'x' },
  'library.rename': { path: 'a', name: 'b' },
  'library.move': { path: 'a', folder: 'b' },
  'library.duplicate': { path: 'a' },
  'library.delete': { path: 'a' },
  'library.restore': { trash: 't' },
  'cookies.list': null,
  'cookies.set': {
    cookie: {
      domain: 'a.test',
      path: '/',
      name: 'a',
      value: '1',
      expiresMs: null,
      secure: true,
      httpOnly: false,
      hostOnly: true,
      sameSite: 'Lax',
    },
    replaces: { domain: 'a.test', path: '/', name: 'b' },
  },
  'cookies.delete': { domain: 'a.test', path: '/', name: 'a' },
  'cookies.clear': { domain: null },
  'certificates.keep': { pem: '-----BEGIN CERTIFICATE-----' },
  'settings.read': null,
  'settings.write': { theme: 'dark', layout: { main: [20, 80] } },
  'demo.start': null,
}

/** The error that `input` is refused with. */
function refusal(call: CallName, input: unknown): { code: string; message: string } {
  try {
    checkInput(call, input)
  } catch (error) {
    return error as { code: string; message: string }
  }
  throw new Error(`${call} took ${JSON.stringify(input)}`)
}

describe('the input of a call', () => {
  it.each(CALL_NAMES)('of %s passes as it is when it is right', (call) => {
    expect(checkInput(call, GOOD[call])).toEqual(GOOD[call])
  })

  it.each(CALL_NAMES)('of %s is refused when it is something else', (call) => {
    for (const wrong of [undefined, 1, 'text', [], { surprise: true }]) expect(refusal(call, wrong).code).toBe('input.invalid')
  })

  it.each(CALL_NAMES)('of %s is refused with a field too many', (call) => {
    const input = GOOD[call]
    if (input !== null) expect(refusal(call, { ...(input as object), surprise: 1 }).code).toBe('input.invalid')
  })

  it.each(CALL_NAMES.filter((call) => GOOD[call] !== null && call !== 'settings.write'))(
    'of %s is refused with a field too few',
    (call) => {
      for (const field of Object.keys(GOOD[call] as object)) {
        const { [field]: _left, ...rest } = GOOD[call] as Record<string, unknown>
        expect(refusal(call, rest).code).toBe('input.invalid')
      }
    },
  )

  it('hands bytes on as they are, without a copy', () => {
    const payload = Buffer.from('bytes')
    expect(checkInput('connection.ping', { id: 1, payload } as never).payload).toBe(payload)
  })

  it('says where it is wrong', () => {
    const headers = [
      { name: 'A', value: 'a', enabled: true },
      { name: 7, value: '', enabled: true },
    ]
    expect(refusal('connection.open', { spec: { ...spec, headers }, origin: null }).message).toMatch(
      /^connection\.open: spec\.headers\[1\]\.name: .*expected string/,
    )
  })

  const option = (name: string, value: unknown) => ({ spec: { ...spec, options: { ...spec.options, [name]: value } }, origin: null })
  it.each<[CallName, string, unknown]>([
    ['connection.open', 'a URL beyond 64 Ki characters', { spec: { ...spec, url: 'x'.repeat(65_537) }, origin: null }],
    [
      'connection.open',
      'more than 1,000 headers',
      { spec: { ...spec, headers: Array(1001).fill({ name: 'a', value: '', enabled: true }) }, origin: null },
    ],
    ['connection.open', 'a time-out of nothing', option('handshakeTimeoutMs', 0)],
    ['connection.open', 'a time-out that never ends', option('handshakeTimeoutMs', Number.POSITIVE_INFINITY)],
    ['connection.open', 'half a byte', option('maxMessageBytes', 0.5)],
    ['connection.open', 'a window of 7 bits', option('compression', { ...spec.options.compression, serverMaxWindowBits: 7 })],
    ['connection.open', 'another word than "any"', option('compression', { ...spec.options.compression, clientMaxWindowBits: 'all' })],
    ['connection.handshake', 'an id that is text', { id: '1' }],
    ['connection.handshake', 'an id of 0', { id: 0 }],
    ['connection.send', 'another kind of message', { id: 1, message: { kind: 'json', text: '{}' } }],
    ['connection.send', 'text as bytes', { id: 1, message: { kind: 'binary', bytes: 'text' } }],
    ['connection.send', 'bytes as a list', { id: 1, message: { kind: 'binary', bytes: [1, 2] } }],
    ['connection.send', 'half of a surrogate pair', { id: 1, message: { kind: 'text', text: 'a\ud800b' } }],
    ['connection.ping', 'more than 64 KiB', { id: 1, payload: new Uint8Array(65_537) }],
    ['connection.close', 'a code beyond two bytes', { id: 1, code: 65_536, reason: '' }],
    ['capture.rows', 'more than 1,000 rows', { capture: 'c', first: 0, count: 1001 }],
    ['capture.rows', 'a negative first', { capture: 'c', first: -1, count: 1 }],
    ['capture.payload', 'more than 16 MiB', { capture: 'c', seq: 0, of: 'frame', first: 0, count: 16 * 1024 * 1024 + 1 }],
    ['capture.payload', 'the payload of something else', { capture: 'c', seq: 0, of: 'page', first: 0, count: 1 }],
    [
      'library.create',
      'a format that is none',
      { folder: '', name: 'x', saved: { spec, variables: [], messages: [{ name: 'a', format: 'yaml', body: '' }] } },
    ],
    ['settings.write', 'a theme that is none', { theme: 'pink' }],
    ['settings.write', 'a theme of undefined', { theme: undefined }],
    ['settings.write', 'a size that is no number', { layout: { main: [Number.NaN] } }],
  ])('of %s is refused with %s', (call, _what, input) => expect(refusal(call, input).code).toBe('input.invalid'))

  it.each(['nothing.such', 'toString', '__proto__'])('of a call that is none (%s) is refused', (call) => {
    expect(refusal(call as CallName, null)).toMatchObject({ code: 'input.invalid', message: `There is no call named "${call}".` })
  })
})
