import { defineConfig } from 'vitest/config'

/** Unit and integration tests; the window's tests in a real browser are Playwright's (test/e2e). */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**', 'test/servers/**'],
    testTimeout: 20_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
