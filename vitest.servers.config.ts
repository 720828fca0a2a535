import { defineConfig } from 'vitest/config'

/** Sockscope against programs that others wrote: a packet dissector and real servers (`npm run test:servers`). */
export default defineConfig({
  test: {
    include: ['test/servers/**/*.test.ts'],
    globalSetup: ['test/servers/support/build.setup.ts'],
    // A test may be several runs of the terminal, and RabbitMQ takes its time to start.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // One after the other: times on the wire are compared, and a machine that does two things is late with both.
    fileParallelism: false,
    // Of the tests that say so, and measure nothing.
    maxConcurrency: 6,
  },
})
