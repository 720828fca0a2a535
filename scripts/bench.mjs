/** `npm run bench`: how fast Sockscope is (test/bench/bench.ts tells the options). */
import { join } from 'node:path'
import { main, root } from './lib/checkout.mjs'
import { runNode } from './lib/node.mjs'
import { setUp } from './lib/setup.mjs'

await main(async () => {
  await setUp()
  return runNode(join(root, 'test', 'bench', 'bench.ts'), process.argv.slice(2), { cwd: root })
})
