import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** The checkout's root folder. */
export const ROOT = join(import.meta.dirname, '..', '..')

/** Makes sure dist/ is of the sources as they are; does nothing within `npm test`, which builds before. */
export function ensureBuilt(): void {
  execFileSync(process.execPath, [join(ROOT, 'scripts', 'build.mjs')], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** The time that a build may take on a slow machine, in milliseconds; for `beforeAll`. */
export const BUILD_LIMIT_MS = 180_000
