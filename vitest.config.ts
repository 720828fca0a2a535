import { defineConfig } from 'vitest/config'

/** Unit and integration tests; the window's tests in a real browser are Playwright's (test/e2e). */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/servers/**'],
    // Against what hangs. A machine with other work takes many times as long as one without.
    testTimeout: 90_000,
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    // Workers started from sources have their types stripped by WebAssembly. V8 of Node 24 crashes now and then when it replaces the
    // wrappers of that after a thousand calls (Runtime_TierUpWasmToJSWrapper), and the process with it. Nothing that is shipped does this.
    execArgv: ['--wasm-wrapper-tiering-budget=1000000000'],
    maxWorkers: 2,
  },
})
