/**
 * `npm run test:servers`: Sockscope against programs that others wrote. tshark captures beside it and must see the same
 * frames; servers from Debian must be able to talk with it. As root, what is missing is installed by apt; otherwise
 * the suites that need it are skipped by name.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { main, root, say } from './lib/checkout.mjs'
import { runNode } from './lib/node.mjs'
import { run, TO_STDERR } from './lib/run.mjs'
import { setUp } from './lib/setup.mjs'

const succeeds = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** Debian packages, each with how to tell that it is there. */
const PACKAGES = {
  tshark: () => succeeds('tshark', '--version'),
  'nginx-light': () => existsSync('/usr/sbin/nginx') || succeeds('nginx', '-v'),
  mosquitto: () => existsSync('/usr/sbin/mosquitto') || succeeds('which', 'mosquitto'),
  'python3-websockets': () => succeeds('/usr/bin/python3', '-c', 'import websockets'),
  openssl: () => succeeds('openssl', 'version'),
}

const missingPackages = () => Object.keys(PACKAGES).filter((name) => !PACKAGES[name]())

async function installMissing() {
  const missing = missingPackages()
  if (missing.length === 0) return
  const canInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!canInstall) {
    say(`Not on this machine: ${missing.join(', ')}. What needs them is skipped. On Debian: sudo apt-get install ${missing.join(' ')}`)
    return
  }
  say(`Installing by apt-get: ${missing.join(', ')}.`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-q'], { stdio: TO_STDERR, env })
  await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing], { stdio: TO_STDERR, env })
}

await main(async () => {
  await setUp()
  await installMissing()
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  return runNode(vitest, ['run', '--config', join(root, 'vitest.servers.config.ts'), ...process.argv.slice(2)], { cwd: root })
})
