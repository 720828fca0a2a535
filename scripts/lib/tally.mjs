import { existsSync, readFileSync } from 'node:fs'

/** Counts of test results, and of suites that could not even be loaded (as failures). */
const NOTHING = { passed: 0, failed: 0, skipped: 0 }

const add = (one, other) => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
})

/** Reads the report of Vitest's JSON reporter. */
export function tallyVitest(report) {
  // A file that fails to load has no tests in it, and would pass unnoticed.
  const unloaded = report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  }
}

/** Reads the report of Playwright's JSON reporter. A flaky test passed in the end; its retry is in the list above. */
export function tallyPlaywright({ stats, errors }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length, skipped: stats.skipped }
}

/** Sums reports; one that was never written counts as a failure, for its runner did not get to its end. */
export function tally(reports) {
  return reports
    .map(({ path, read }) => (existsSync(path) ? read(JSON.parse(readFileSync(path, 'utf8'))) : { ...NOTHING, failed: 1 }))
    .reduce(add, NOTHING)
}

export const closingLine = ({ passed, failed, skipped }) => `total: ${passed} passed, ${failed} failed, ${skipped} skipped`
