import type * as z from 'zod'
import { AppError } from '#shared/errors.ts'
import { editedFileTarget, newFileTarget, type Values } from './file-target.ts'
import { editYaml } from './yaml/edit-yaml.ts'
import { readYaml, YamlProblem } from './yaml/read-yaml.ts'
import { tableLines } from './yaml/render-yaml.ts'
import { lineNumber } from './yaml/text-edits.ts'
import type { TableTree, Tree } from './yaml/tree.ts'

/** The newest version of the file formats this Sockscope reads, and the one it writes. */
export const FILE_VERSION = 1

/** Larger files are not read: nothing a person wrote comes near. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024

const HINT = 'Open the file in an editor and correct it; Sockscope leaves it as it is.'

export interface FileKindOptions<Model extends object> {
  /** For sentences, e.g. 'a spec is a table of keys such as "url:"'. */
  readonly shape: string
  /** What to do with contents that are too large; a sentence. */
  readonly tooLargeHint: string
  /** Of the tree as plain texts, lists and tables. */
  readonly schema: z.ZodType<Model>
  /** The model in the order of the file, `version` first, every default written out. */
  readonly toValues: (model: Model) => Values
  /** What an existing file may leave out. */
  readonly defaults: Values
  /** What a new file leaves out. */
  readonly newDefaults: Values
}

interface ReadFile<Model> {
  readonly model: Model
  readonly tree: TableTree
}

/** One kind of file of the workspace: read from anyone, written so that what did not change keeps its bytes. */
export class FileKind<Model extends object> {
  readonly #options: FileKindOptions<Model>

  constructor(options: FileKindOptions<Model>) {
    this.#options = options
  }

  /**
   * @param name what to call the file in a sentence
   * @throws AppError 'library.invalid-file' with the line and the key
   */
  read(bytes: Uint8Array, name: string): Model {
    return this.#readSource(textOf(bytes, name), name).model
  }

  /** The text of a new file: defaults left out. */
  create(model: Model): string {
    const { toValues, newDefaults } = this.#options
    const source = tableLines(newFileTarget(toValues(model), newDefaults).entries)
      .map((line) => `${line}\n`)
      .join('')
    return this.#checked(source, model)
  }

  /**
   * The text of an existing file that is to hold `model` from now on. What did not change keeps its bytes, comments and unknown keys.
   *
   * @throws AppError 'library.invalid-file' if the existing file cannot be read
   */
  edit(bytes: Uint8Array, model: Model, name: string): string {
    const { toValues, defaults } = this.#options
    const source = textOf(bytes, name)
    const { model: current, tree } = this.#readSource(source, name)
    const edited = editYaml(source, tree, editedFileTarget(tree, toValues(current), toValues(model), defaults))
    return edited === source ? source : this.#checked(edited, model)
  }

  /** A file is written only if it will say, when read again, what was to be saved. */
  #checked(source: string, model: Model): string {
    const hint = this.#options.tooLargeHint
    if (Buffer.byteLength(source) > MAX_FILE_BYTES) {
      throw new AppError('input.invalid', `This would make a file of more than ${MAX_FILE_BYTES / 1024 / 1024} MiB, which is not read.`, {
        hint,
      })
    }
    try {
      if (meaningOf(this.#readSource(source, 'The new file').model) === meaningOf(model)) return source
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      throw new AppError('input.invalid', `This cannot be saved, for it could not be read again. ${error.message}`, { hint, cause: error })
    }
    throw new AppError('internal', 'The file to be written would not read back as what was saved; nothing was written.')
  }

  #readSource(source: string, name: string): ReadFile<Model> {
    const tree = readTree(source, name)
    if (tree.kind !== 'table') throw invalid(`${name}, line 1: ${this.#options.shape}.`)
    const version = tree.entries.get('version')?.value
    if (version?.kind === 'text' && /^\d{1,9}$/.test(version.text) && Number(version.text) > FILE_VERSION) {
      throw new AppError(
        'library.invalid-file',
        `${name} has version ${version.text}; this Sockscope reads version ${FILE_VERSION} at most.`,
        {
          hint: 'Update Sockscope to open it.',
        },
      )
    }
    const result = this.#options.schema.safeParse(plainOf(tree))
    if (result.success) return { model: result.data, tree }
    const [issue] = result.error.issues
    const path = issue?.path ?? []
    const place = path.map((key) => (typeof key === 'number' ? `[${key + 1}]` : `.${String(key)}`)).join('')
    throw invalid(`${name}, line ${lineNumber(source, offsetOf(tree, path))}: ${place.slice(1)} ${issue?.message}.`)
  }
}

/** The same text for equal models, whatever the order of their keys. */
function meaningOf(model: object): string {
  return JSON.stringify(model, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

function textOf(bytes: Uint8Array, name: string): string {
  if (bytes.length > MAX_FILE_BYTES) throw invalid(`${name} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MiB.`)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw invalid(`${name} is not UTF-8 text.`, error)
  }
}

function readTree(source: string, name: string): Tree {
  try {
    return readYaml(source)
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error
    throw invalid(`${name}, line ${lineNumber(source, error.offset)}: ${error.message}`, error)
  }
}

function plainOf(tree: Tree): unknown {
  if (tree.kind === 'text') return tree.text
  if (tree.kind === 'list') return tree.items.map(({ value }) => plainOf(value))
  return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, plainOf(value)]))
}

/** Where the deepest part of `path` that exists stands. */
function offsetOf(tree: Tree, path: readonly PropertyKey[]): number {
  const [key, ...rest] = path
  if (tree.kind === 'table') {
    const entry = tree.entries.get(String(key))
    if (entry) return rest.length > 0 && entry.value.kind !== 'text' ? offsetOf(entry.value, rest) : entry.keyStart
  }
  const item = tree.kind === 'list' ? tree.items[Number(key)] : undefined
  return item ? offsetOf(item.value, rest) : tree.start
}

function invalid(message: string, cause?: unknown): AppError {
  return new AppError('library.invalid-file', message, { hint: HINT, cause })
}
