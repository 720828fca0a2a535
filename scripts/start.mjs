/** `npm start`: sets up, builds, and opens the desktop app; where that cannot be, serves the same app to a browser. */
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { main, root, say } from './lib/checkout.mjs'
import { obstacleToWindows, obtainElectron, startsElectron } from './lib/electron.mjs'
import { runNode } from './lib/node.mjs'
import { run } from './lib/run.mjs'
import { setUp } from './lib/setup.mjs'

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
  return run(electron, [join(root, 'dist', 'electron', 'main.js')])
})
