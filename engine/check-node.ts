import { requireSqlite } from './capture/sqlite.ts'

/**
 * A host asks this before anything else, so that a Node without SQLite is refused with a sentence and not with a stack.
 *
 * @throws AppError 'node.too-old'
 */
export function checkNode(): void {
  requireSqlite()
}
