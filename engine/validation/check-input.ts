import type { z } from 'zod'
import { CALL_NAMES, type CallName, type Input } from '#shared/contract.ts'
import { AppError } from '#shared/errors.ts'
import { SCHEMAS } from './schemas.ts'

/**
 * Checks what came over a bridge before a handler sees it.
 *
 * @throws AppError 'input.invalid', naming the call and the first field that is wrong
 */
export function checkInput<C extends CallName>(call: C, input: unknown): Input<C> {
  if (!CALL_NAMES.includes(call)) throw new AppError('input.invalid', `There is no call named ${JSON.stringify(call)}.`)
  const schema: z.ZodType = SCHEMAS[call]
  const result = schema.safeParse(input)
  // The schema of a call yields its input: `NO_DRIFT` holds both together.
  if (result.success) return result.data as Input<C>
  const [issue] = result.error.issues
  const where = issue ? sayPath(issue.path) : ''
  throw new AppError('input.invalid', `${call}: ${where ? `${where}: ` : ''}${issue?.message ?? 'the input is wrong'}.`)
}

/** E.g. 'spec.headers[3].name'. */
function sayPath(path: readonly PropertyKey[]): string {
  return path.map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at ? '.' : ''}${String(step)}`)).join('')
}
