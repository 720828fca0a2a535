/** `node scripts/with-node.mjs SCRIPT ARGS…` runs SCRIPT with a Node that is new enough, whatever Node runs this. */
import { Advice, main } from './lib/checkout.mjs'
import { runNode } from './lib/node.mjs'

await main(() => {
  const [script, ...args] = process.argv.slice(2)
  if (script === undefined) throw new Advice('Usage: node scripts/with-node.mjs SCRIPT [ARGS…]')
  return runNode(script, args)
})
