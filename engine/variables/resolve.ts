import { AppError } from '#shared/errors.ts'
import type { VariableOrigin } from '#shared/model/variables.ts'
import { parseTemplate, type Template, type TemplatePart, type TemplateProblem } from '#shared/template/parse-template.ts'
import type { FoundVariable } from './scopes.ts'

/** Computes a `{{$name …}}`. May throw AppError 'variable.failed'; the sentence is completed with the placeholder. */
export type TemplateFunction = (args: readonly string[]) => string | Promise<string>

export interface Resolving {
  readonly variables: ReadonlyMap<string, FoundVariable>
  readonly functions: ReadonlyMap<string, TemplateFunction>
}

/** A variable that was used on the way, also by another variable's value. */
export interface UsedVariable {
  readonly name: string
  readonly origin: VariableOrigin
  readonly isSecret: boolean
  /** Resolved itself. */
  readonly value: string
}

export interface Unresolved {
  /** As written, e.g. '{{host}}' or '{{$file x}}'. */
  readonly placeholder: string
  /** Why, a sentence. */
  readonly reason: string
}

export interface Resolved {
  /** What cannot be resolved stands in it as written. */
  readonly text: string
  readonly used: readonly UsedVariable[]
  readonly unresolved: readonly Unresolved[]
}

/** A value that grows beyond this by what it is made of is refused: ten variables of ten of the next are a bomb. */
export const MAX_RESOLVED_CHARS = 64 * 1024 * 1024

const PROBLEMS: Readonly<Record<TemplateProblem, string>> = {
  open: 'its }} is missing. Write \\{{ for two braces.',
  empty: 'it names nothing. Write \\{{ for two braces.',
  name: 'it is neither a name nor a function. Write \\{{ for two braces.',
  quote: 'its closing quote is missing.',
  deep: 'too many placeholders stand in one another.',
}

/** Resolves the placeholders of a text, those of its variables' values too, each function anew at every place it stands. */
export async function resolveText(text: string, resolving: Resolving): Promise<Resolved> {
  const resolution = new Resolution(resolving)
  const resolved = await resolution.text(text)
  return { text: resolved, used: resolution.used, unresolved: resolution.unresolved }
}

/** @throws AppError 'variable.unresolved' naming all of them */
export function requireResolved(unresolved: readonly Unresolved[]): void {
  const [first, ...rest] = unresolved
  if (first === undefined) return
  const others =
    rest.length === 0 ? '' : ` So it is with ${new Set(rest.map(({ placeholder }) => placeholder)).size} more: ${namesOf(rest)}.`
  throw new AppError('variable.unresolved', `${first.placeholder} cannot be resolved: ${first.reason}${others} Nothing was sent.`, {
    hint: 'Give the variable a value in the spec, its folder, the environment or the workspace, or choose another environment.',
  })
}

const namesOf = (unresolved: readonly Unresolved[]): string =>
  [...new Set(unresolved.map(({ placeholder }) => placeholder))].slice(0, 10).join(', ')

class Resolution {
  readonly unresolved: Unresolved[] = []
  readonly #resolving: Resolving
  readonly #used = new Map<string, UsedVariable>()
  /** The names on the way to here. */
  readonly #path: string[] = []
  #chars = 0

  constructor(resolving: Resolving) {
    this.#resolving = resolving
  }

  get used(): UsedVariable[] {
    return [...this.#used.values()]
  }

  text(text: string): Promise<string> {
    return this.#template(parseTemplate(text), text)
  }

  /** One after another: a function that asks the clock or a file is asked in the order of the text. */
  async #template(template: Template, source: string): Promise<string> {
    const pieces: string[] = []
    for (const part of template) pieces.push(this.#counted(await this.#part(part, source)))
    return pieces.join('')
  }

  async #part(part: TemplatePart, source: string): Promise<string> {
    if (part.kind === 'text') return part.text
    const placeholder = source.slice(part.start, part.end)
    try {
      if (part.kind === 'broken') throw unresolvable(PROBLEMS[part.problem])
      return part.kind === 'variable' ? await this.#variable(part.name) : await this.#call(part, source)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'variable.unresolved') throw error
      this.unresolved.push({ placeholder, reason: error.message })
      return placeholder
    }
  }

  async #variable(name: string): Promise<string> {
    const found = this.#resolving.variables.get(name)
    if (!found) throw unresolvable('there is no variable of that name here.')
    const { variable, origin } = found
    const isSecret = variable.kind === 'secret'
    if (isSecret && variable.value === '') throw unresolvable('the secret has no value on this machine.')
    if (this.#path.includes(name)) throw unresolvable(`its value leads back to itself (${[...this.#path, name].join(' → ')}).`)
    this.#path.push(name)
    try {
      const value = isSecret ? variable.value : await this.text(variable.value)
      this.#used.set(name, { name, origin, isSecret, value })
      return value
    } finally {
      this.#path.pop()
    }
  }

  async #call(part: TemplatePart & { readonly kind: 'call' }, source: string): Promise<string> {
    const compute = this.#resolving.functions.get(part.name)
    if (!compute) throw unresolvable(`there is no function $${part.name}.`)
    const before = this.unresolved.length
    const args: string[] = []
    for (const arg of part.args) args.push(await this.#template(arg, source))
    if (this.unresolved.length > before) throw unresolvable('one of its arguments cannot be resolved.')
    return compute(args)
  }

  #counted(piece: string): string {
    this.#chars += piece.length
    if (this.#chars > MAX_RESOLVED_CHARS) {
      throw new AppError('variable.failed', `With its variables the text would be longer than ${MAX_RESOLVED_CHARS} characters.`, {
        hint: 'Look for variables that are made of each other many times over.',
      })
    }
    return piece
  }
}

/** Why a placeholder has no value. @returns to be thrown by functions too */
export function unresolvable(reason: string, cause?: unknown): AppError {
  return new AppError('variable.unresolved', reason, { cause })
}
