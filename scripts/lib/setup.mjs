import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Advice, root, say } from './checkout.mjs'
import { findNode } from './node.mjs'
import { npm } from './npm.mjs'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** What npm writes down of the packages it put into node_modules, against what the lock file asks for. */
export function isInstalled(folder) {
  const record = join(folder, 'node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const { packages: installed } = readJson(record)
  const { packages: wanted } = readJson(join(folder, 'package-lock.json'))
  // An optional package is one of another platform, or one whose absence npm accepted.
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || (installed[path] ? installed[path].version === version : optional === true),
  )
}

/**
 * Makes the checkout ready to run: the packages of package-lock.json, and a Node that is new enough.
 * Does nothing, quickly, where both are there. Prints to stderr only.
 *
 * @throws Advice
 */
export async function setUp() {
  if (!isInstalled(root)) {
    say('Installing the packages of package-lock.json (npm ci).')
    const status = await npm(['ci', '--no-audit', '--no-fund'], root)
    if (status !== 0) {
      throw new Advice(
        `npm ci ended with ${status}, so Sockscope is not set up. What it printed above says why; mostly the npm registry is out of reach: check the network, or the proxy in \`npm config\`, and run the same command again.`,
      )
    }
  }
  await findNode()
}
