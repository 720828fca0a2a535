import { AppError } from '#shared/errors.ts'
import type { SavedSpec } from '#shared/model/spec.ts'
import { FILE_VERSION, specFileSchema } from './spec-schema.ts'
import { editedFileTarget, newFileTarget } from './spec-target.ts'
import { editYaml } from './yaml/edit-yaml.ts'
import { readYaml, YamlProblem } from './yaml/read-yaml.ts'
import { tableLines } from './yaml/render-yaml.ts'
import { lineNumber } from './yaml/text-edits.ts'
import type { TableTree, Tree } from './yaml/tree.ts'

/** Larger files are not read: no spec a person wrote comes near. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024

const HINT = 'Open the file in an editor and correct it; Sockscope leaves it as it is.'

interface ReadSpec {
  readonly saved: SavedSpec
  readonly tree: TableTree
}

/**
 * Reads a spec file, which may come from anyone.
 *
 * @param name what to call the file in a sentence
 * @throws AppError 'library.invalid-file' with the line and the key
 */
export function readSpecFile(bytes: Uint8Array, name: string): SavedSpec {
  return readSource(textOf(bytes, name), name).saved
}

/** The text of a new spec file: defaults left out. */
export function newSpecFile(saved: SavedSpec): string {
  const source = tableLines(newFileTarget(saved).entries)
    .map((line) => `${line}\n`)
    .join('')
  return checked(source, saved)
}

/**
 * The text of an existing spec file that is to hold `saved` from now on. What did not change keeps its bytes, comments and unknown keys.
 *
 * @throws AppError 'library.invalid-file' if the existing file cannot be read
 */
export function editSpecFile(bytes: Uint8Array, saved: SavedSpec, name: string): string {
  const source = textOf(bytes, name)
  const { saved: current, tree } = readSource(source, name)
  const edited = editYaml(source, tree, editedFileTarget(tree, current, saved))
  return edited === source ? source : checked(edited, saved)
}

/** A file is written only if it will say, when read again, what was to be saved. */
function checked(source: string, saved: SavedSpec): string {
  const hint = 'Split the spec, or keep large messages in files of their own.'
  if (Buffer.byteLength(source) > MAX_FILE_BYTES) {
    throw new AppError('input.invalid', `This would make a file of more than ${MAX_FILE_BYTES / 1024 / 1024} MiB, which is not read.`, {
      hint,
    })
  }
  try {
    if (meaningOf(readSource(source, 'The new file').saved) === meaningOf(saved)) return source
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError('input.invalid', `This cannot be saved, for it could not be read again. ${error.message}`, { hint, cause: error })
  }
  throw new AppError('internal', 'The file to be written would not read back as what was saved; nothing was written.')
}

/** The same text for equal specs, whatever the order of their keys. */
function meaningOf(saved: SavedSpec): string {
  return JSON.stringify(saved, (_, value: unknown) =>
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

function readSource(source: string, name: string): ReadSpec {
  const tree = readTree(source, name)
  if (tree.kind !== 'table') throw invalid(`${name}, line 1: a spec is a table of keys such as "url:".`)
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
  const result = specFileSchema.safeParse(plainOf(tree))
  if (result.success) return { saved: result.data, tree }
  const [issue] = result.error.issues
  const path = issue?.path ?? []
  const place = path.map((key) => (typeof key === 'number' ? `[${key + 1}]` : `.${String(key)}`)).join('')
  throw invalid(`${name}, line ${lineNumber(source, offsetOf(tree, path))}: ${place.slice(1)} ${issue?.message}.`)
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
