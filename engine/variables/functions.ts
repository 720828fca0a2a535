import { createHash, createHmac, randomInt, randomUUID } from 'node:crypto'
import { type TemplateFunction, unresolvable } from './resolve.ts'

/** What functions may ask of the machine; each may refuse with `unresolvable`. */
export interface FunctionsContext {
  /** A variable of the process's environment, as far as the person lets workspaces read it. */
  readonly environment: (name: string) => string
  /** The text of a file, as far as the person lets workspaces read it. */
  readonly readFile: (path: string) => Promise<string>
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number
}

/** What an editor shows of a function. */
export interface FunctionSignature {
  readonly name: string
  /** Names of the arguments; a `?` at the end: may be left out. */
  readonly args: readonly string[]
}

interface Definition {
  readonly args: readonly string[]
  readonly compute: (context: FunctionsContext, args: readonly string[]) => string | Promise<string>
}

const DEFINITIONS: Readonly<Record<string, Definition>> = {
  uuid: { args: [], compute: () => randomUUID() },
  timestamp: { args: [], compute: ({ nowMs }) => String(Math.floor(nowMs() / 1000)) },
  timestampMs: { args: [], compute: ({ nowMs }) => String(Math.floor(nowMs())) },
  isoTimestamp: { args: [], compute: ({ nowMs }) => new Date(nowMs()).toISOString() },
  randomInt: { args: ['least', 'most'], compute: (_, [least, most]) => anyInteger(least, most) },
  base64: { args: ['text'], compute: (_, [text]) => Buffer.from(text ?? '').toString('base64') },
  base64Url: { args: ['text'], compute: (_, [text]) => Buffer.from(text ?? '').toString('base64url') },
  hex: { args: ['text'], compute: (_, [text]) => Buffer.from(text ?? '').toString('hex') },
  urlEncode: { args: ['text'], compute: (_, [text]) => encodeURIComponent((text ?? '').toWellFormed()) },
  json: { args: ['text'], compute: (_, [text]) => JSON.stringify(text ?? '').slice(1, -1) },
  sha256: {
    args: ['text'],
    compute: (_, [text]) =>
      createHash('sha256')
        .update(text ?? '')
        .digest('hex'),
  },
  hmacSha256: { args: ['key', 'text'], compute: (_, [key, text]) => hmac('sha256', key, text).toString('hex') },
  hmacSha256Base64: { args: ['key', 'text'], compute: (_, [key, text]) => hmac('sha256', key, text).toString('base64') },
  hmacSha512: { args: ['key', 'text'], compute: (_, [key, text]) => hmac('sha512', key, text).toString('hex') },
  jwt: { args: ['secret', 'claims', 'algorithm?'], compute: (_, [secret, claims, algorithm]) => jsonWebToken(secret, claims, algorithm) },
  env: { args: ['NAME'], compute: ({ environment }, [name]) => environment(name ?? '') },
  file: { args: ['path'], compute: ({ readFile }, [path]) => readFile(path ?? '') },
}

/** All functions there are, by name. */
export const FUNCTION_SIGNATURES: readonly FunctionSignature[] = Object.entries(DEFINITIONS).map(([name, { args }]) => ({ name, args }))

export function templateFunctions(context: FunctionsContext): ReadonlyMap<string, TemplateFunction> {
  return new Map(
    Object.entries(DEFINITIONS).map(([name, { args, compute }]) => [
      name,
      (given) => {
        requireCount(name, args, given.length)
        return compute(context, given)
      },
    ]),
  )
}

function requireCount(name: string, args: readonly string[], given: number): void {
  const least = args.filter((arg) => !arg.endsWith('?')).length
  if (given >= least && given <= args.length) return
  const shape = [`$${name}`, ...args].join(' ')
  throw unresolvable(`${given} arguments were given; it is {{${shape}}}. Put quotes around an argument with spaces.`)
}

function anyInteger(least: string | undefined, most: string | undefined): string {
  const [from, to] = [Number(least), Number(most)]
  const isUsable = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from <= to && to - from < 2 ** 48 - 1
  if (!isUsable) throw unresolvable('it takes two whole numbers, the smaller one first, less than 2^48 apart.')
  return String(from + randomInt(to - from + 1))
}

const hmac = (algorithm: string, key = '', text = ''): Buffer => createHmac(algorithm, key).update(text).digest()

const JWT_HASHES: Readonly<Record<string, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' }

/** Claims pass through as they are written: numbers beyond 2^53 keep their digits. @see RFC 7519, RFC 7515 section 3.1 */
function jsonWebToken(secret = '', claims = '', algorithm = 'HS256'): string {
  const hash = Object.hasOwn(JWT_HASHES, algorithm) ? JWT_HASHES[algorithm] : undefined
  if (hash === undefined) throw unresolvable(`it signs with ${Object.keys(JWT_HASHES).join(', ')}, not with ${JSON.stringify(algorithm)}.`)
  if (!isJsonObject(claims)) throw unresolvable('its claims must be a JSON object.')
  const encode = (text: string): string => Buffer.from(text).toString('base64url')
  const signed = `${encode(JSON.stringify({ alg: algorithm, typ: 'JWT' }))}.${encode(claims)}`
  return `${signed}.${hmac(hash, secret, signed).toString('base64url')}`
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
