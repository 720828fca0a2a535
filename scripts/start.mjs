/** `npm start`: sets up, builds, and opens the desktop app; where that cannot be, serves the same app to a browser. */
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { main, root, say } from './lib/checkout.mjs'
import { obstacleToWindows, obtainElectron, startsElectron } from './lib/electron.mjs'
import { runNode } from './lib/node.mjs'
import { run } from './lib/run.mjs'
import { setUp } from './lib/setup.mjs'

/** An Electron that ends so soon did not open: mostly the system does not let Chromium's sandbox start. */
const AT_ONCE_MS = 5_000
/** By itself (a second launch hands over to the first), by Ctrl+C, by SIGTERM. */
const ASKED_TO_END = [0, 130, 143]

async function serve(reason) {
  say(`The desktop app cannot be opened: ${reason}. Serving the same app to a browser instead.`)
  return runNode(join(root, 'dist', 'cli', 'sockscope.js'), ['serve', '--open', ...process.argv.slice(2)])
}

await main(async () => {
  await setUp()
  await build()
  const obstacle = obstacleToWindows({ platform: process.platform, env: process.env, uid: process.getuid?.() })
  if (obstacle !== null) return serve(obstacle)
  const electron = await obtainElectron()
  if (electron === null) return serve("Electron's binary is not here and could not be fetched")
  if (!startsElectron(electron)) return serve(`Electron's binary at ${electron} does not start`)
  const began = performance.now()
  const status = await run(electron, [join(root, 'dist', 'electron', 'main.js')])
  const endedAtOnce = performance.now() - began < AT_ONCE_MS
  return endedAtOnce && !ASKED_TO_END.includes(status) ? serve(`Electron ended at once, with status ${status}`) : status
})
