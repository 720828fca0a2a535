/**
 * `npm run test:servers [-- vitest's arguments]`: Sockscope against programs that others wrote. tshark captures beside it and
 * must see the same frames; servers and proxies from Debian must be understood, also where they refuse. As root, what is
 * missing is installed by apt-get; what is not there then is skipped, and named at the end.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { main, root, say } from './lib/checkout.mjs'
import { runNode } from './lib/node.mjs'
import { run, TO_STDERR } from './lib/run.mjs'
import { setUp } from './lib/setup.mjs'

const succeeds = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const hasFile = (path) => () => existsSync(path)
const hasProgram = (name) => () => existsSync(`/usr/sbin/${name}`) || succeeds('which', name)
const hasModule = (name) => () => succeeds('/usr/bin/python3', '-c', `import ${name}`)

/** Debian packages, each with how to tell that it is there. */
const PACKAGES = {
  tshark: hasProgram('tshark'),
  openssl: hasProgram('openssl'),
  'nginx-light': hasProgram('nginx'),
  haproxy: hasProgram('haproxy'),
  apache2: hasProgram('apache2'),
  squid: hasProgram('squid'),
  tinyproxy: hasProgram('tinyproxy'),
  'dante-server': hasProgram('danted'),
  microsocks: hasProgram('microsocks'),
  stunnel4: hasProgram('stunnel4'),
  mosquitto: hasProgram('mosquitto'),
  'rabbitmq-server': hasFile('/usr/lib/rabbitmq/bin/rabbitmq-server'),
  'nats-server': hasProgram('nats-server'),
  prosody: hasProgram('prosody'),
  'libwebsockets-test-server': hasProgram('libwebsockets-test-server'),
  'python3-websockets': hasModule('websockets'),
  'python3-tornado': hasModule('tornado'),
  'python3-aiohttp': hasModule('aiohttp'),
}

const POLICY = '/usr/sbin/policy-rc.d'

const missingPackages = () => Object.keys(PACKAGES).filter((name) => !PACKAGES[name]())

/** Debian starts a service as soon as it is installed, unless this script says no (101); one that is there already is left alone. */
async function withoutStarting(install) {
  const isOurs = !existsSync(POLICY)
  if (isOurs) {
    writeFileSync(POLICY, '#!/bin/sh\nexit 101\n')
    chmodSync(POLICY, 0o755)
  }
  try {
    return await install()
  } finally {
    if (isOurs) rmSync(POLICY)
  }
}

/** One by one if all at once fails: a package that this release does not have must not keep the others away. */
async function installByApt(names) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => run('apt-get', args, { stdio: TO_STDERR, env })
  const install = (...packages) => apt('install', '-y', '-q', '--no-install-recommends', ...packages)
  await apt('update', '-q')
  if ((await install(...names)) === 0 || names.length === 1) return
  for (const name of names) await install(name)
}

async function installMissing() {
  const missing = missingPackages()
  if (missing.length === 0) return
  const whyNot =
    process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')
      ? 'there is no apt-get here'
      : process.getuid() === 0
        ? null
        : `only root installs: sudo apt-get install --no-install-recommends ${missing.join(' ')}`
  if (whyNot !== null) {
    say(`Not on this machine: ${missing.join(', ')}. What needs them is skipped, for ${whyNot}.`)
    return
  }
  say(`Installing by apt-get, without starting a service: ${missing.join(', ')}.`)
  await withoutStarting(() => installByApt(missing))
  const left = missingPackages()
  if (left.length > 0) say(`apt-get could not install ${left.join(', ')}; its messages above say why. What needs them is skipped.`)
}

await main(async () => {
  await setUp()
  await installMissing()
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const status = await runNode(vitest, ['run', '--config', join(root, 'vitest.servers.config.ts'), ...process.argv.slice(2)], { cwd: root })
  const missing = missingPackages()
  const present = Object.keys(PACKAGES).filter((name) => !missing.includes(name))
  say(`Run with: ${present.join(', ')}.`)
  say(missing.length === 0 ? 'Nothing was skipped.' : `Skipped, for it is not on this machine: ${missing.join(', ')}.`)
  return status
})
