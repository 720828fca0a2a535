import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Real files of other tools lie beside the checkout; where they are absent, tests of them say so and are skipped. */
export const SAMPLES = fileURLToPath(new URL('../../../shared/samples/', import.meta.url))
export const hasSamples = existsSync(SAMPLES)
if (!hasSamples) console.info(`Sample files of other tools are absent (${SAMPLES}); tests that read them are skipped.`)

export interface Sample {
  readonly path: string
  readonly text: string
}

/** A single sample file under its own name, or all files of a folder with paths relative to it. */
export function sample(path: string): Sample[] {
  const whole = join(SAMPLES, path)
  if (statSync(whole).isFile()) return [{ path: path.split('/').at(-1) ?? path, text: readFileSync(whole, 'utf8') }]
  return readdirSync(whole, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: relative(whole, file).split(sep).join('/'), text: readFileSync(file, 'utf8') }))
}
