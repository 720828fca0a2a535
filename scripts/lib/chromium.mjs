import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Advice, root, say } from './checkout.mjs'
import { runNode } from './node.mjs'
import { run, TO_STDERR } from './run.mjs'

const playwright = join(root, 'node_modules', '@playwright', 'test')

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** A Chromium of this machine: SOCKSCOPE_CHROMIUM, then one on the PATH, then one in its usual place; null for none. */
export function findSystemChromium(env = process.env) {
  if (env.SOCKSCOPE_CHROMIUM) {
    if (existsSync(env.SOCKSCOPE_CHROMIUM)) return env.SOCKSCOPE_CHROMIUM
    throw new Advice(`SOCKSCOPE_CHROMIUM names ${env.SOCKSCOPE_CHROMIUM}, and nothing is there.`)
  }
  const folders = ['/usr/bin', ...(env.PATH ?? '').split(delimiter)]
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))
  return [...onPath, ...ELSEWHERE].find((path) => existsSync(path)) ?? null
}

async function findPlaywrightChromium() {
  const { chromium } = await import(pathToFileURL(join(playwright, 'index.mjs')).href)
  const path = chromium.executablePath()
  return existsSync(path) ? path : null
}

const findChromium = async () => findSystemChromium() ?? (await findPlaywrightChromium())

async function installByApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  say('Installing Chromium by apt-get, for the tests.')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { stdio: TO_STDERR, env })
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { stdio: TO_STDERR, env })
}

async function installByPlaywright() {
  say("Fetching Playwright's Chromium, for the tests.")
  await runNode(join(playwright, 'cli.js'), ['install', 'chromium'], { stdio: TO_STDERR, timeoutMs: 5 * 60_000 })
}

/** Finds a Chromium for the end-to-end tests, or installs one: by apt as root, else by Playwright. @throws Advice */
export async function obtainChromium() {
  for (const attempt of [null, installByApt, installByPlaywright]) {
    await attempt?.()
    const path = await findChromium()
    if (path !== null) return path
  }
  throw new Advice(
    'The end-to-end tests need a Chromium, and none could be installed. Install one (on Debian: sudo apt-get install chromium), or name one in SOCKSCOPE_CHROMIUM, and run npm test again.',
  )
}
