/** `npm run -s sockscope -- ARGS`: the terminal tool, from source. Nothing stands on stdout but what it prints itself. */
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { main, root } from './lib/checkout.mjs'
import { runNode } from './lib/node.mjs'
import { setUp } from './lib/setup.mjs'

await main(async () => {
  const args = process.argv.slice(2)
  await setUp()
  // The page that `serve` hands out is a build; the rest runs from source.
  if (args[0] === 'serve') await build()
  // npm starts scripts in the checkout; the person's files are relative to where npm was called.
  const cwd = (process.env.npm_lifecycle_event === 'sockscope' && process.env.INIT_CWD) || process.cwd()
  return runNode(join(root, 'cli', 'main.ts'), args, { cwd })
})
