import type { CapturedEvent } from '#engine/capture/capture.ts'
import type { RawHeader } from '#shared/model/handshake.ts'
import type { Finding, FindingKind, RedactionRules } from '#shared/model/redaction.ts'
import { Findings, sampleOf, stars } from './findings.ts'
import { jsonPath } from './json-paths.ts'
import { redactHead, redactHeader } from './redact-head.ts'
import { type Literal, type PayloadRules, redactPayload } from './redact-payload.ts'
import { textPatterns } from './text-patterns.ts'

/** A secret found in a handshake is looked for in everything, unless it is so short that it may stand there by chance. */
const LEARNED_FROM_CHARACTERS = 8
const SHORTEST_LITERAL = 3

/**
 * Takes secrets out of what a capture holds. Knows nothing of files or formats: strings and bytes in, the same with asterisks
 * out, always of the same length, so that lengths and times stay what they were.
 *
 * @throws AppError 'input.invalid' for a rule that cannot be read
 */
export class Redactor {
  readonly #findings = new Findings()
  readonly #headers: ReadonlySet<string>
  readonly #rules: PayloadRules
  readonly #literals: Literal[]

  constructor(rules: RedactionRules) {
    this.#headers = new Set(rules.headers.map((name) => name.toLowerCase()))
    this.#literals = rules.literals
      .filter((literal) => literal.length >= SHORTEST_LITERAL)
      .flatMap((literal) => spellings(literal).map((bytes) => ({ bytes, kind: 'literal' as const, rule: sampleOf(literal) })))
    this.#rules = {
      paths: rules.jsonPaths.map(jsonPath),
      literals: this.#literals,
      patterns: textPatterns(rules.queryParameters, rules.tokens),
    }
  }

  get findings(): Finding[] {
    return this.#findings.list()
  }

  /** All events of a capture. Call it first: what is secret in a handshake is looked for in the messages, too. */
  events(events: readonly CapturedEvent[]): CapturedEvent[] {
    for (const event of events) if (event.type === 'handshake') this.#learn(event)
    // The shape stays, only strings change.
    return events.map((event) => this.#deep(event) as CapturedEvent)
  }

  /** Null if there is nothing to take out. */
  payload(data: Uint8Array, isText: boolean): Uint8Array | null {
    return redactPayload(data, isText, this.#rules, this.#found)
  }

  /** Bytes that nobody can look into, such as a part of a compressed message. */
  unread(data: Uint8Array): Uint8Array {
    this.#findings.add('unread', '', '')
    return new Uint8Array(data.length).fill(0x2a)
  }

  readonly #found = (kind: FindingKind, rule: string, secret: string): void => this.#findings.add(kind, rule, secret)

  /** Values of secret headers and parameters become literals. */
  #learn({ request, response, url, proxy }: Extract<CapturedEvent, { type: 'handshake' }>): void {
    const learn = (kind: FindingKind, rule: string, secret: string): string => {
      const isHidden = /^\*+$/.test(secret)
      const isKnown = isHidden || this.#literals.some(({ bytes }) => bytes.equals(Buffer.from(secret)))
      if (secret.length >= LEARNED_FROM_CHARACTERS && !isKnown) {
        this.#literals.push(...spellings(secret).map((bytes) => ({ bytes, kind, rule })))
      }
      return secret
    }
    const headers = [...(request?.headers ?? []), ...(response?.headers ?? [])]
    for (const [name, value] of headers) if (this.#isSecret(name)) redactHeader(name, value, (secret) => learn('header', name, secret))
    for (const head of [request?.raw, proxy?.request]) {
      if (head) redactHead(head, this.#isSecret, (name, secret) => learn('header', name, secret))
    }
    for (const text of [url, ...headers.map(([, value]) => value)]) this.#rules.patterns.replace(text, learn)
  }

  readonly #isSecret = (name: string): boolean => this.#headers.has(name.toLowerCase())

  #deep(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value)
    if (isHeader(value) && this.#isSecret(value[0])) return [value[0], this.#text(redactHeader(value[0], value[1], this.#hideIn(value[0])))]
    if (Array.isArray(value)) return value.map((each) => this.#deep(each))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.#member(key, each)]))
  }

  #member(key: string, value: unknown): unknown {
    if (key === 'pem') return value
    // What a cookie jar was offered stands there without the header's name.
    const isCookie = key === 'raw' && typeof value === 'string' && !value.includes('\r\n') && this.#isSecret('set-cookie')
    return this.#deep(isCookie ? redactHeader('set-cookie', value, stars) : value)
  }

  readonly #hideIn =
    (name: string) =>
    (secret: string): string => {
      if (secret !== '' && !/^\*+$/.test(secret)) this.#findings.add('header', name, secret)
      return stars(secret)
    }

  #text(text: string): string {
    // Whole heads have line ends; nothing else that is told does, but bodies, which have no header's form or deserve it.
    const head = text.includes('\r\n') ? redactHead(text, this.#isSecret, (name, secret) => this.#hideIn(name)(secret)) : text
    const bytes = Buffer.from(head)
    return Buffer.from(this.payload(bytes, true) ?? bytes).toString('utf8')
  }
}

const isHeader = (value: unknown): value is RawHeader =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && typeof value[1] === 'string'

/** As it is, as it stands in a URL, and as it stands in JSON. */
function spellings(text: string): Buffer[] {
  const isWhole = text.isWellFormed()
  const all = [text, ...(isWhole ? [encodeURIComponent(text)] : []), JSON.stringify(text).slice(1, -1)]
  return Array.from(new Set(all), (each) => Buffer.from(each))
}
