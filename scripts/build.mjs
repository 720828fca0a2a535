/** `npm run build`: everything that is shipped, into dist/. */

import { build } from './lib/build.mjs'
import { main } from './lib/checkout.mjs'
import { setUp } from './lib/setup.mjs'

await main(async () => {
  await setUp()
  await build({ force: true })
  return 0
})
