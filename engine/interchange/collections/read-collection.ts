import type { CollectionImport } from '#shared/model/collection-import.ts'
import { asyncApiFile, readAsyncApi } from './asyncapi.ts'
import { isBruno, readBrunoFolder } from './bruno.ts'
import { isAddress, isCommandLine, readAddress, readCommandLine } from './command-line.ts'
import { parseYaml, textAt } from './foreign.ts'
import { isHar, readHar } from './har.ts'
import { isInsomnia4, readInsomnia4 } from './insomnia.ts'
import { isInsomnia5, readInsomnia5 } from './insomnia5.ts'
import { mergeCollections } from './merge-collections.ts'
import { isOpenCollection, readOpenCollection } from './opencollection.ts'
import { isPostmanCollection, isPostmanEnvironment, readPostmanCollection, readPostmanEnvironment } from './postman.ts'
import { isPostmanFolder, readPostmanFolder } from './postman-files.ts'
import { requireBounded, type SourceFile, unreadable } from './source.ts'
import { isYaak, readYaak } from './yaak.ts'

/** Formats of one document, each with the way to tell it. */
const DOCUMENTS: readonly (readonly [is: (document: unknown) => boolean, read: (document: unknown) => CollectionImport])[] = [
  [isHar, readHar],
  [isInsomnia4, readInsomnia4],
  [isInsomnia5, readInsomnia5],
  [isYaak, readYaak],
  [isPostmanCollection, readPostmanCollection],
  [isPostmanEnvironment, readPostmanEnvironment],
]

/**
 * Reads a foreign collection, which may come from anyone: a single file, or the files of a folder. Nothing is fetched, run or written.
 *
 * @throws AppError 'import.unreadable'
 */
export function readCollection(files: readonly SourceFile[]): CollectionImport {
  requireBounded(files)
  try {
    return readFiles(files)
  } catch (error) {
    // Of what nests deeper than a call stack is high.
    if (error instanceof RangeError) throw unreadable('It nests too deeply.', error)
    throw error
  }
}

function readFiles(files: readonly SourceFile[]): CollectionImport {
  if (isPostmanFolder(files)) return readPostmanFolder(files)
  if (isBruno(files)) return readBrunoFolder(files)
  if (isOpenCollection(files)) return readOpenCollection(files)
  const asyncApi = asyncApiFile(files)
  if (asyncApi) return readAsyncApi(asyncApi, files)
  const [file, ...others] = files
  return file && others.length === 0 ? readText(file.text) : mergeCollections(files, ({ text }) => readText(text))
}

/** A file's or a clipboard's text. */
function readText(given: string): CollectionImport {
  const text = given.replace(/^\uFEFF/, '')
  if (isAddress(text)) return readAddress(text)
  if (isCommandLine(text)) return readCommandLine(text)
  // Every JSON is YAML, but reading it as such is slow.
  const document = /^\s*[[{]/.test(text) ? json(text) : parseYaml(text)
  const found = DOCUMENTS.find(([is]) => is(document))
  if (found) return found[1](document)
  if (/^[23]\./.test(textAt(document, 'asyncapi'))) return readAsyncApi({ path: 'asyncapi', text }, [{ path: 'asyncapi', text }])
  throw unreadable('It is of no format that is known.')
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What begins with a brace may be YAML all the same; its reader says what is wrong.
    return parseYaml(text)
  }
}
