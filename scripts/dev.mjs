/**
 * `npm run dev`: the desktop app on a page that Vite reloads as it is edited; `npm run dev:web`: the same in a browser.
 * The engine's side is built (desktop) or runs from source (web), and is started again by starting this again.
 */
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { Advice, main, root, say } from './lib/checkout.mjs'
import { findElectron } from './lib/electron.mjs'
import { findNode, runNode } from './lib/node.mjs'
import { run } from './lib/run.mjs'
import { setUp } from './lib/setup.mjs'

const isWeb = process.argv.includes('--web')

await main(async () => {
  await setUp()
  await build()
  if (isWeb) return runNode(join(root, 'scripts', 'build', 'dev-web.mjs'), [], { cwd: root })
  const electron = findElectron()
  if (electron === null) throw new Advice('Electron is not installed here. Run npm start once, or work in a browser: npm run dev:web.')
  say('Close the window to stop.')
  return run(await findNode(), [join(root, 'scripts', 'build', 'dev-desktop.mjs'), electron], { cwd: root })
})
