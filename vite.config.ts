import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The page: served by the desktop app's `app:` scheme, by `sockscope serve`, and while developing by Vite itself. */
export default defineConfig({
  root: folder('renderer'),
  // Relative, because the page's address is app://sockscope/ in one host and http://127.0.0.1:PORT/ in another.
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: folder('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // The polyfill is an inline script, which the page's policy forbids; every target has module preloading.
    modulePreload: { polyfill: false },
    // Data URLs would need wider rules in the policy than files do.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 6000,
  },
  server: { host: '127.0.0.1', strictPort: false },
})
