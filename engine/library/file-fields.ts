import * as z from 'zod'
import { API_KEY_PLACES, AUTH_KINDS, DEFAULT_SPEC } from '#shared/model/spec.ts'
import { VARIABLE_KINDS } from '#shared/model/variables.ts'

// The pieces that files of the workspace are made of, as their YAML was read: every scalar a text. What may be left out has its
// default; unknown keys pass. The contract's own schemas (engine/validation) are strict where these are lenient.

export const MAX_DELAY_MS = 2 ** 31 - 1
/** How YAML writes "nothing here": an empty value, `~` or `null`. */
const NOTHING: readonly unknown[] = ['', '~', 'null']

export const text = z.string({ error: 'must be a text' })

export const flag = (standard: boolean) =>
  z
    .string({ error: 'must be true or false' })
    .regex(/^(?:true|True|TRUE|false|False|FALSE)$/, 'must be true or false')
    .transform((written) => written.toLowerCase() === 'true')
    .default(standard)

export function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`
  return z
    .string({ error })
    .regex(/^\d{1,16}$/, error)
    .transform(Number)
    .refine((value) => value >= least && value <= most, error)
}

export const isNothing = (value: unknown): boolean => NOTHING.includes(value)

export const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (isNothing(value) ? [] : value), z.array(item, { error: 'must be a list' }).default([]))

/** A table whose every key may be left out, and the table too. */
export const table = <T extends z.ZodRawShape>(shape: T) =>
  z.preprocess((value) => (value === undefined || isNothing(value) ? {} : value), z.object(shape, { error: 'must be a table of keys' }))

export const optionalText = text.default('')

export const pair = z.object({ name: text, value: text.default(''), enabled: flag(true) }, { error: 'must have a name and a value' })

const { auth } = DEFAULT_SPEC

export const authFields = table({
  kind: z.enum(AUTH_KINDS, { error: `must be one of ${AUTH_KINDS.join(', ')}` }).default(auth.kind),
  username: optionalText,
  password: optionalText,
  token: optionalText,
  name: optionalText,
  value: optionalText,
  place: z.enum(API_KEY_PLACES, { error: `must be one of ${API_KEY_PLACES.join(', ')}` }).default(auth.place),
})

export const variable = z.object(
  {
    name: text,
    kind: z.enum(VARIABLE_KINDS, { error: `must be one of ${VARIABLE_KINDS.join(', ')}` }).default('plain'),
    value: optionalText,
    enabled: flag(true),
  },
  { error: 'must have a name' },
)
