import {
  ADDRESS_FAMILIES,
  API_KEY_PLACES,
  AUTH_KINDS,
  DEFAULT_SPEC,
  MESSAGE_FORMATS,
  type Pair,
  PROXY_MODES,
  type SavedSpec,
  TLS_VERSIONS,
} from '#shared/model/spec.ts'
import { VARIABLE_KINDS } from '#shared/model/variables.ts'

export interface Random {
  /** A whole number from 0 to `limit` - 1. */
  readonly below: (limit: number) => number
  readonly pick: <T>(choices: readonly T[]) => T
}

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  return { below, pick: (choices) => choices[below(choices.length)]! }
}

const PIECES = [
  'a',
  'Z',
  '0',
  '1',
  ' ',
  ' ',
  '\n',
  '\n',
  '\t',
  '\r',
  ':',
  ': ',
  '#',
  ' #',
  '-',
  '- ',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '[',
  ',',
  '&',
  '*',
  '!',
  '|',
  '>',
  '%',
  '@',
  '中',
  '😀',
  '\u0000',
  '\u2028',
  '\ud800',
  'true',
  'x: y\n',
]
const WORDS = [
  '',
  'a',
  'yes',
  '0123',
  '1e3',
  'null',
  '~',
  'X-Client',
  'Bearer abc',
  '{"type":"hello"}',
  '{\n  "a": [1, 2]\n}',
  'line\nline\n',
]

const anyText = (random: Random): string =>
  random.below(2) ? random.pick(WORDS) : Array.from({ length: random.below(12) }, () => random.pick(PIECES)).join('')
const anyList = <T>(random: Random, item: () => T): T[] => Array.from({ length: random.below(4) }, item)
const anyFlag = (random: Random): boolean => random.below(2) === 1
const anyPair = (random: Random): Pair => ({ name: anyText(random), value: anyText(random), enabled: anyFlag(random) })
const BITS = [null, 8, 15, 12] as const

export function anySavedSpec(random: Random): SavedSpec {
  const flag = () => anyFlag(random)
  return {
    spec: {
      url: anyText(random),
      params: anyList(random, () => anyPair(random)),
      headers: anyList(random, () => anyPair(random)),
      subprotocols: anyList(random, () => ({ name: anyText(random), enabled: flag() })),
      automaticHeaders: { host: flag(), userAgent: flag(), origin: flag() },
      auth: {
        kind: random.pick(AUTH_KINDS),
        username: anyText(random),
        password: anyText(random),
        token: anyText(random),
        name: anyText(random),
        value: anyText(random),
        place: random.pick(API_KEY_PLACES),
      },
      tls: {
        verify: flag(),
        caFiles: anyList(random, () => anyText(random)),
        clientCertificate: { certFile: anyText(random), keyFile: anyText(random), pfxFile: anyText(random), passphrase: anyText(random) },
        servername: anyText(random),
        minVersion: random.pick([null, ...TLS_VERSIONS]),
        maxVersion: random.pick([null, ...TLS_VERSIONS]),
        alpn: random.pick([['http/1.1'], anyList(random, () => anyText(random))]),
      },
      proxy: { mode: random.pick(PROXY_MODES), url: anyText(random) },
      addresses: {
        family: random.pick(ADDRESS_FAMILIES),
        overrides: anyList(random, () => ({ host: anyText(random), port: 1 + random.below(65_535), address: anyText(random) })),
      },
      options: {
        handshakeTimeoutMs: random.pick([0, 10_000, 5]),
        compression: {
          enabled: flag(),
          serverNoContextTakeover: flag(),
          clientNoContextTakeover: flag(),
          serverMaxWindowBits: random.pick(BITS),
          clientMaxWindowBits: random.pick([...BITS, 'any' as const]),
        },
        maxRedirects: random.pick([0, 5]),
        maxMessageBytes: random.pick([DEFAULT_SPEC.options.maxMessageBytes, 1, Number.MAX_SAFE_INTEGER]),
        maxInflatedBytes: random.pick([DEFAULT_SPEC.options.maxInflatedBytes, 1]),
        maxFragments: random.pick([DEFAULT_SPEC.options.maxFragments, 1]),
        maxHeadBytes: random.pick([DEFAULT_SPEC.options.maxHeadBytes, 256]),
        closeTimeoutMs: random.pick([5000, 1]),
        tolerant: flag(),
        automaticPong: flag(),
        keepAlive: { intervalMs: random.pick([0, 25_000]), pongTimeoutMs: random.pick([10_000, 0]) },
        reconnect: {
          attempts: random.pick([0, 3]),
          delayMs: random.pick([1000, 5]),
          maxDelayMs: random.pick([30_000, 7]),
          stopCodes: random.pick([DEFAULT_SPEC.options.reconnect.stopCodes, [], [1000, 4001]]),
        },
        useCookies: flag(),
      },
    },
    variables: anyList(random, () => ({
      name: anyText(random),
      kind: random.pick(VARIABLE_KINDS),
      value: anyText(random),
      enabled: flag(),
    })),
    messages: anyList(random, () => ({ name: anyText(random), format: random.pick(MESSAGE_FORMATS), body: anyText(random) })),
  }
}

const shuffled = <T>(list: readonly T[], random: Random): T[] =>
  list
    .map((item) => [random.below(1000), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item)

/** A few changes such as a person makes: another value, an item added, removed or moved, a switch turned. */
export function changedSpec(saved: SavedSpec, random: Random): SavedSpec {
  const other = anySavedSpec(random)
  const keys = Object.keys(other.spec) as (keyof SavedSpec['spec'])[]
  const key = random.pick(keys)
  const headers = saved.spec.headers.map((header) => (random.below(4) === 0 ? { ...header, enabled: !header.enabled } : header))
  const messages = random.below(2) ? saved.messages : [...saved.messages.filter(() => random.below(3) > 0), ...other.messages]
  return {
    variables: random.below(2) ? saved.variables : shuffled([...saved.variables, ...other.variables], random),
    spec: { ...saved.spec, headers: shuffled(headers, random), [key]: other.spec[key] },
    messages: shuffled(messages, random),
  }
}
