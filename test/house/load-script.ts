import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '#test/support/built.ts'

/** Loads a module of scripts/, which is plain JavaScript: its types are the caller's word. */
export async function loadScript<Module>(path: string): Promise<Module> {
  return (await import(/* @vite-ignore */ pathToFileURL(join(ROOT, 'scripts', path)).href)) as Module
}
