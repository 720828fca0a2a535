import { JSONPathEnvironment, type JSONPathQuery } from 'json-p3'
import { AppError } from '#shared/errors.ts'
import type { Span } from './json-members.ts'
import { type Location, spansOf } from './json-spans.ts'

/** `$..name`: a member of that name anywhere. */
const ANY_MEMBER = /^\$\.\.(?:([\p{L}_][\p{L}\p{N}_]*)|\[\s*(?:"([^"\\]+)"|'([^'\\]+)')\s*\])$/u
/** A message larger than this is not parsed; members by name are found in it nevertheless. */
const MOST_PARSED_BYTES = 32 * 1024 * 1024

export interface JsonPath {
  readonly path: string
  /** For `$..name`, found also in what is not quite JSON; else null. */
  readonly memberName: string | null
  /** Where the selected values stand in a JSON text; null if that is no JSON, or nested too deep. */
  readonly spans: (json: unknown, latin1: string) => Span[] | null
}

/** @throws AppError 'input.invalid' for what is not a JSONPath */
export function jsonPath(path: string): JsonPath {
  const named = ANY_MEMBER.exec(path)
  const compiled = compile(path)
  return {
    path,
    memberName: named?.[1] ?? named?.[2] ?? named?.[3] ?? null,
    spans: (json, latin1) => {
      const locations = select(compiled, json)
      return locations && spansOf(latin1, locations)
    },
  }
}

/** A message as JSON; undefined if it is none. */
export function parseJson(data: Uint8Array): unknown {
  if (data.length > MOST_PARSED_BYTES) return undefined
  try {
    return JSON.parse(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8'))
  } catch {
    // Most messages that are no JSON are meant to be none.
    return undefined
  }
}

function compile(path: string): JSONPathQuery {
  try {
    return new JSONPathEnvironment().compile(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('input.invalid', `${JSON.stringify(path)} is not a JSONPath: ${reason}.`, {
      hint: 'Write one like $.auth.token or $..password (RFC 9535).',
      cause: error,
    })
  }
}

function select(compiled: JSONPathQuery, json: unknown): Location[] | null {
  try {
    // What JSON.parse gives is a JSON value.
    return compiled.query(json as Parameters<JSONPathQuery['query']>[0]).nodes.map((node) => node.location)
  } catch {
    // Nested deeper than the library goes.
    return null
  }
}
