import type { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { AppError } from '#shared/errors.ts'

type SqliteModule = typeof import('node:sqlite')

/**
 * Node's own SQLite. Older Nodes do not have it, or warn that it is experimental: that one warning would
 * stand in the terminal's output, so it is held back here; every other warning passes.
 *
 * @throws AppError 'node.too-old' where this Node has no node:sqlite
 */
export function requireSqlite(): SqliteModule {
  const emitWarning = process.emitWarning
  const isSqliteWarning = (warning: unknown) => /sqlite/i.test(warning instanceof Error ? warning.message : String(warning))
  process.emitWarning = (...given: unknown[]) => {
    if (!isSqliteWarning(given[0])) Reflect.apply(emitWarning, process, given)
  }
  try {
    const sqlite = process.getBuiltinModule?.('node:sqlite')
    if (sqlite !== undefined) return sqlite
  } finally {
    process.emitWarning = emitWarning
  }
  throw new AppError('node.too-old', `Captures need Node.js 22.13 or newer; this is ${process.versions.node}.`, {
    hint: 'Install the current long-term release of Node.js from nodejs.org.',
  })
}

/** @param path a URL may carry SQLite's own parameters (https://www.sqlite.org/uri.html) */
export function openDatabase(path: string | URL, options: { readonly readOnly: boolean }): DatabaseSync {
  const { DatabaseSync } = requireSqlite()
  const given = { readOnly: options.readOnly, enableForeignKeyConstraints: false }
  try {
    return new DatabaseSync(path, given)
  } catch (error) {
    // The first Nodes with SQLite take no URL; then its parameters, which only add to readOnly, are done without.
    const isUrlRefused = path instanceof URL && error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_ARG_TYPE'
    if (isUrlRefused) return new DatabaseSync(fileURLToPath(path), given)
    throw error
  }
}
