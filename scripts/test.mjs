/**
 * `npm test`: set-up, types, lint, build, unit and integration tests, tests of the window in Chromium.
 *
 * A stage that fails does not stop the others, for a person wants to know everything at once; the exit status tells.
 * Last line: `total: N passed, N failed, N skipped`.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './lib/build.mjs'
import { Advice, main, root, say } from './lib/checkout.mjs'
import { obtainChromium } from './lib/chromium.mjs'
import { runNode } from './lib/node.mjs'
import { setUp } from './lib/setup.mjs'
import { closingLine, tally, tallyPlaywright, tallyVitest } from './lib/tally.mjs'

const tool = (...path) => join(root, 'node_modules', ...path)
const reports = join(root, '.cache', 'reports')
const vitestReport = join(reports, 'vitest.json')
const playwrightReport = join(reports, 'playwright.json')
const failedStages = []

const seconds = (sinceMs) => `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`

/** Runs a stage and says how it went and how long it took. @returns whether it succeeded */
async function stage(name, work) {
  const began = performance.now()
  say(`\n── ${name}`)
  let isOk = false
  try {
    isOk = (await work()) === 0
  } catch (error) {
    if (!(error instanceof Advice)) throw error
    say(error.message)
  }
  say(`── ${name}: ${isOk ? 'ok' : 'FAILED'}, ${seconds(began)}`)
  if (!isOk) failedStages.push(name)
  return isOk
}

const done = async (work) => {
  await work
  return 0
}
const node = (script, args, env = {}) => runNode(script, args, { cwd: root, env: { ...process.env, ...env } })

await main(async () => {
  const began = performance.now()
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  // Without packages there is nothing that could run.
  if (!(await stage('set up', () => done(setUp())))) return 1
  await stage('types', () => node(tool('typescript', 'bin', 'tsc'), ['-b']))
  await stage('lint', () => node(tool('@biomejs', 'biome', 'bin', 'biome'), ['check', '--error-on-warnings', '.']))
  const isBuilt = await stage('build', () => done(build()))
  await stage('unit and integration tests', () =>
    node(tool('vitest', 'vitest.mjs'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`]),
  )
  let chromium = null
  await stage('Chromium', async () => {
    chromium = await obtainChromium()
    say(chromium)
    return 0
  })
  if (isBuilt && chromium !== null) {
    const env = { SOCKSCOPE_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport }
    await stage('tests of the window', () => node(tool('@playwright', 'test', 'cli.js'), ['test'], env))
  }
  const sums = tally([
    { path: vitestReport, read: tallyVitest },
    { path: playwrightReport, read: tallyPlaywright },
  ])
  say(failedStages.length > 0 ? `\nFailed: ${failedStages.join(', ')} (${seconds(began)})` : `\nAll stages passed (${seconds(began)})`)
  console.log(closingLine(sums))
  return failedStages.length > 0 || sums.failed > 0 ? 1 : 0
})
