/** `npm run bench`: the durable capture against a bare client (test/bench/receive.ts). */
import { join } from 'node:path'
import { main, root } from './lib/checkout.mjs'
import { runNode } from './lib/node.mjs'
import { setUp } from './lib/setup.mjs'

await main(async () => {
  await setUp()
  return runNode(join(root, 'test', 'bench', 'receive.ts'), [], { cwd: root })
})
