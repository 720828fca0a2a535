/** `npm run build [-- --force]`: everything that is shipped, into dist/; nothing where dist/ is of these very sources. */

import { build } from './lib/build.mjs'
import { main } from './lib/checkout.mjs'
import { setUp } from './lib/setup.mjs'

await main(async () => {
  await setUp()
  await build({ force: process.argv.includes('--force') })
  return 0
})
