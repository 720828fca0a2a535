import { fileURLToPath } from 'node:url'

/** The built page, seen from `cli/` in a checkout and from the bundle in `dist/cli/`. */
export const pageFolder = (): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist/renderer' : '../renderer', import.meta.url))
