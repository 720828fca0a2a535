import { readFileSync } from 'node:fs'

/** This file runs as `cli/version.ts` and as a chunk in `dist/cli/`. */
const PACKAGE = new URL(import.meta.url.endsWith('.ts') ? '../package.json' : '../../package.json', import.meta.url)

/** The version of this package, e.g. '0.1.0'. */
export function version(): string {
  const { version: text } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string } // our own file
  return text
}
