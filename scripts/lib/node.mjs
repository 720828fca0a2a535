import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Advice, root, say } from './checkout.mjs'
import { npm } from './npm.mjs'
import { run } from './run.mjs'

/** The engine runs from source and on node:sqlite, as Electron's own Node does. */
export const REQUIRED_MAJOR = 24

const folder = join(root, 'scripts', 'node')

const majorOf = (version) => Number(version.split('.')[0])

/**
 * The package of scripts/node that holds a Node for this machine, or null if none does.
 *
 * Each is a bare binary, without an install script. For Apple silicon the registry's series has no 24 later than 24.0.0, so it is a 26.
 */
export function packageFor({ platform, arch }, names) {
  const system = platform === 'win32' ? 'win' : platform
  return names.find((name) => name.endsWith(`-${system}-${arch}`)) ?? null
}

function readBroughtNode() {
  const { optionalDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const name = packageFor(process, Object.keys(optionalDependencies))
  if (name === null) return null
  const packageFolder = join(folder, 'node_modules', name)
  const binary = join(packageFolder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return { binary, packageFolder, version: optionalDependencies[name] }
}

function isBrought({ binary, packageFolder, version }) {
  const description = join(packageFolder, 'package.json')
  return existsSync(binary) && existsSync(description) && JSON.parse(readFileSync(description, 'utf8')).version === version
}

/**
 * A Node that is new enough: this process's own, or one brought from the registry, once, into scripts/node.
 *
 * @returns the path of its executable
 * @throws Advice where there is none
 */
export async function findNode() {
  if (majorOf(process.versions.node) >= REQUIRED_MAJOR) return process.execPath
  const byHand = `Install Node ${REQUIRED_MAJOR} or newer from https://nodejs.org and try again.`
  const brought = readBroughtNode()
  if (brought === null) {
    throw new Advice(
      `Sockscope needs Node ${REQUIRED_MAJOR}; this is ${process.version}, and there is none to bring for ${process.platform} ${process.arch}. ${byHand}`,
    )
  }
  if (!isBrought(brought)) {
    say(`This machine's Node is ${process.version}; fetching Node ${brought.version} for this checkout only (scripts/node).`)
    const status = await npm(['ci', '--no-audit', '--no-fund'], folder)
    if (status !== 0 || !isBrought(brought)) {
      throw new Advice(
        `Node ${brought.version} could not be fetched (npm ended with ${status}). Is the npm registry reachable? Or: ${byHand}`,
      )
    }
  }
  return brought.binary
}

/** Runs a script with such a Node; see run(). */
export async function runNode(script, args = [], options = {}) {
  return run(await findNode(), [script, ...args], options)
}
