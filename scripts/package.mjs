/**
 * `npm run package [-- ARGS]`: builds, then makes installers by electron-builder (electron-builder.yml) into release/.
 * SOCKSCOPE_FUSES=off leaves the fuses as they are.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { main, root } from './lib/checkout.mjs'
import { runNode } from './lib/node.mjs'
import { setUp } from './lib/setup.mjs'
import { withoutFuses } from './lib/without-fuses.mjs'

const CONFIG = join(root, 'electron-builder.yml')

function configFile() {
  if (process.env.SOCKSCOPE_FUSES !== 'off') return CONFIG
  const path = join(root, '.cache', 'electron-builder.yml')
  mkdirSync(join(root, '.cache'), { recursive: true })
  writeFileSync(path, withoutFuses(readFileSync(CONFIG, 'utf8')))
  return path
}

await main(async () => {
  await setUp()
  await build()
  const args = ['--config', configFile(), '--publish', 'never', ...process.argv.slice(2)]
  return runNode(join(root, 'node_modules', 'electron-builder', 'cli.js'), args, { cwd: root })
})
