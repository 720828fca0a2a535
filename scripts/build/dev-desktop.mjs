/** Serves the page by Vite and opens Electron on it; started by scripts/dev.mjs with Electron's path. */
import { join } from 'node:path'
import { createServer } from 'vite'
import { root } from '../lib/checkout.mjs'
import { run } from '../lib/run.mjs'

const server = await createServer({ configFile: join(root, 'vite.config.ts') })
await server.listen()
const [page] = server.resolvedUrls.local
process.exitCode = await run(process.argv[2], [join(root, 'dist', 'electron', 'main.js')], {
  env: { ...process.env, SOCKSCOPE_PAGE: page },
})
await server.close()
