/** Makes the checkout ready: packages, and a Node that is new enough. */
import { main } from './lib/checkout.mjs'
import { setUp } from './lib/setup.mjs'

await main(async () => {
  await setUp()
  return 0
})
