/**
 * Builds the page again whenever a source changes, and serves it with the engine from source; reload the browser to see it.
 * Started by scripts/dev.mjs. Vite's own server would be a second origin, and `serve` answers its own only.
 */
import { join } from 'node:path'
import { build } from 'vite'
import { root } from '../lib/checkout.mjs'
import { run } from '../lib/run.mjs'

const watcher = await build({ configFile: join(root, 'vite.config.ts'), build: { watch: {} } })
process.exitCode = await run(process.execPath, [join(root, 'cli', 'main.ts'), 'serve'], { cwd: root })
await watcher.close()
