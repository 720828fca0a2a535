import { defineConfig } from 'vitest/config'

/** Sockscope against programs that others wrote: a packet dissector and real servers (`npm run test:servers`). */
export default defineConfig({
  test: {
    include: ['test/servers/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // One after the other: times on the wire are compared, and a machine that does two things is late with both.
    fileParallelism: false,
  },
})
