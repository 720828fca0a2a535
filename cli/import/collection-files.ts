import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import type { SourceFile } from '#engine/index.ts'
import { AppError } from '#shared/errors.ts'
import { MOST_COLLECTION_BYTES, MOST_COLLECTION_FILES } from '#shared/model/collection-import.ts'

const OF_A_FOLDER = /\.(?:json|ya?ml|bru|har)$/i
const APART = ['node_modules', '.git']

/**
 * The files of a collection: those given, and what can be part of one in the folders given.
 * @throws AppError 'import.unreadable' for what cannot be read, 'import.too-large'
 */
export async function readCollectionFiles(paths: readonly string[]): Promise<SourceFile[]> {
  const files: { readonly path: string; readonly file: string }[] = []
  for (const path of paths) {
    if (!(await facts(path)).isDirectory()) files.push({ path: basename(path), file: path })
    else for (const file of await within(path)) files.push({ path: relative(path, file).split(sep).join('/'), file })
  }
  const total = (await Promise.all(files.map(({ file }) => facts(file)))).reduce((sum, { size }) => sum + size, 0)
  if (total > MOST_COLLECTION_BYTES) throw tooLarge(`It is larger than ${MOST_COLLECTION_BYTES / 1024 / 1024} MiB.`)
  return Promise.all(files.map(async ({ path, file }) => ({ path, text: await readFile(file, 'utf8') })))
}

async function within(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && OF_A_FOLDER.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(folder, file)
          .split(sep)
          .some((part) => APART.includes(part)),
    )
    .sort()
  if (files.length > MOST_COLLECTION_FILES) throw tooLarge(`There are more than ${MOST_COLLECTION_FILES} files.`)
  return files
}

async function facts(path: string) {
  try {
    return await stat(path)
  } catch (error) {
    throw new AppError('import.unreadable', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

const tooLarge = (message: string): AppError =>
  new AppError('import.too-large', message, { hint: 'Name the folder of the collection alone.' })
