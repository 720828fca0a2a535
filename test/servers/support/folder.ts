import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TemporaryFolder {
  readonly path: string
  readonly remove: () => void
  /** Writes a file into it, or a copy of one, and says where it is. */
  readonly write: (name: string, content: string | Buffer) => string
}

export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), 'sockscope-servers-'))
  return {
    path,
    remove: () => rmSync(path, { recursive: true, force: true }),
    write(name, content) {
      const file = join(path, name)
      writeFileSync(file, content)
      return file
    },
  }
}
