import { join } from 'node:path'
import { root } from '../lib/checkout.mjs'

// ws looks for native helpers that are not bundled; without this a foreign module of that name beside the bundle would be run.
const WITHOUT_NATIVE_HELPERS = { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' }

/** A bundle that carries everything it needs but Node itself, and Electron. */
function bundle({ outDir, input, output, version, plugins }) {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins,
    define: { ...WITHOUT_NATIVE_HELPERS, __SOCKSCOPE_VERSION__: JSON.stringify(version) },
    // Everything is bundled: neither the package nor the desktop archive has node_modules.
    ssr: { noExternal: true, external: ['electron'], target: 'node' },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node22',
      // Readable stacks in reports; size hardly matters on disk.
      minify: false,
      rolldownOptions: { input, output, external: ['electron'] },
    },
  }
}

const workers = {
  'capture-worker': join(root, 'engine', 'capture', 'capture-worker.ts'),
  'query-worker': join(root, 'engine', 'query', 'query-worker.ts'),
}

// One flat folder: a bundled module finds the workers beside itself.
const flat = { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' }

/** The terminal tool and `serve`. */
export const cliBundle = (options) =>
  bundle({
    ...options,
    outDir: join(options.outDir, 'cli'),
    input: { sockscope: join(root, 'cli', 'main.ts'), ...workers },
    output: { ...flat, banner: (chunk) => (chunk.name === 'sockscope' ? '#!/usr/bin/env node' : '') },
  })

/** The desktop app's main process. */
export const mainBundle = (options) =>
  bundle({
    ...options,
    outDir: join(options.outDir, 'electron'),
    input: { main: join(root, 'electron', 'main.ts'), ...workers },
    output: flat,
  })

/** The desktop app's preload: a sandboxed one can be neither an ES module nor more than one file. */
export function preloadBundle(options) {
  const config = bundle({
    ...options,
    outDir: join(options.outDir, 'electron'),
    input: { preload: join(root, 'electron', 'preload.ts') },
    output: { format: 'cjs', entryFileNames: '[name].cjs' },
  })
  return { ...config, build: { ...config.build, emptyOutDir: false } }
}
