/** `npm run package [-- ARGS]`: builds, then makes installers by electron-builder (electron-builder.yml) into release/. */
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { main, root } from './lib/checkout.mjs'
import { fuseArguments } from './lib/fuses.mjs'
import { runNode } from './lib/node.mjs'
import { setUp } from './lib/setup.mjs'

await main(async () => {
  await setUp()
  await build()
  const args = ['--config', 'electron-builder.yml', '--publish', 'never', ...fuseArguments(process.env), ...process.argv.slice(2)]
  return runNode(join(root, 'node_modules', 'electron-builder', 'cli.js'), args, { cwd: root })
})
