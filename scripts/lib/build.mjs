import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Advice, root, say } from './checkout.mjs'
import { runNode } from './node.mjs'
import { TO_STDERR } from './run.mjs'

/** What a build is made of: folders are taken whole. */
const SOURCES = [
  'shared',
  'engine',
  'electron',
  'cli',
  'renderer',
  'scripts/build',
  'assets',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]

const STAMP = join(root, 'dist', '.sources')

function* filesUnder(path) {
  if (!existsSync(path)) return
  if (!statSync(path).isDirectory()) return yield path
  for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name))
}

/** A digest of every source file's path and content. */
export function digestSources() {
  const hash = createHash('sha256')
  for (const source of SOURCES) {
    for (const file of filesUnder(join(root, source))) {
      const content = readFileSync(file)
      hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

const isBuilt = (digest) => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest

/**
 * Builds dist/ unless it is of these very sources. Prints to stderr only.
 *
 * @throws Advice if the build fails
 */
export async function build({ force = false } = {}) {
  const digest = digestSources()
  if (!force && isBuilt(digest)) return
  say('Building (dist/).')
  const status = await runNode(join(root, 'scripts', 'build', 'build.mjs'), [digest], { cwd: root, stdio: TO_STDERR })
  if (status !== 0) throw new Advice('The build failed; what is printed above says where.')
}
