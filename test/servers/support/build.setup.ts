import { ensureBuilt } from '#test/support/built.ts'

/** The terminal that these tests run is the one that people run: the bundle. */
export function setup(): void {
  ensureBuilt()
}
