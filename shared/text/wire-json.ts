import { fromBase64, toBase64 } from './base64.ts'

/** The one key that stands for bytes, and what data of that name becomes so that it is never taken for bytes. */
const BYTES_KEY = '$bytes'
const NEEDS_ESCAPE = /^\$+bytes$/
const IS_ESCAPED = /^\$\$+bytes$/

/**
 * JSON with bytes: a Uint8Array travels as `{"$bytes":"base64"}`. A key of ordinary data that looks like
 * `$bytes` gets one more `$` in front, which `fromJson` takes away again, so any data survives.
 * Like JSON itself it drops undefined and turns NaN into null.
 */
export function toJson(value: unknown): string {
  return JSON.stringify(value, replace)
}

/**
 * Reads what `toJson` wrote.
 * @throws SyntaxError if `text` is not JSON or holds bytes that are not base64
 */
export function fromJson(text: string): unknown {
  return JSON.parse(text, revive)
}

/** `this[key]` and not `value`: a Node Buffer has a toJSON that would run before and leave a list of numbers. */
function replace(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key]
  if (original instanceof Uint8Array) return { [BYTES_KEY]: toBase64(original) }
  return isRecord(value) ? renameKeys(value, NEEDS_ESCAPE, (name) => `$${name}`) : value
}

function revive(_key: string, value: unknown): unknown {
  if (!isRecord(value)) return value
  const bytes = value[BYTES_KEY]
  if (typeof bytes === 'string' && Object.hasOwn(value, BYTES_KEY) && Object.keys(value).length === 1) return fromBase64(bytes)
  return renameKeys(value, IS_ESCAPED, (name) => name.slice(1))
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Object.fromEntries defines properties, so that a key named `__proto__` stays a key. */
function renameKeys(record: Record<string, unknown>, pattern: RegExp, rename: (name: string) => string): unknown {
  const names = Object.keys(record)
  if (!names.some((name) => pattern.test(name))) return record
  return Object.fromEntries(names.map((name) => [pattern.test(name) ? rename(name) : name, record[name]]))
}
