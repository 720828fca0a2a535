import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, say } from './checkout.mjs'
import { runNode } from './node.mjs'
import { TO_STDERR } from './run.mjs'

/** The download is some 120 MB; a machine that cannot reach it learns so in the connection, not in the transfer. */
const REACHABLE_LIMIT_MS = 15_000
const DOWNLOAD_LIMIT_MS = 10 * 60_000

const folder = join(root, 'node_modules', 'electron')

const EXECUTABLES = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }
const executable = EXECUTABLES[process.platform] ?? 'electron'

/** Electron's executable, if there is one: where Electron itself would look. Fetches nothing. */
export function findElectron(env = process.env) {
  const dist = env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist')
  const path = join(dist, executable)
  return existsSync(path) ? path : null
}

/** Where Electron's own installer fetches from, its mirrors included. */
function downloadAddress(env = process.env) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const mirror = env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/download/'
  return new URL(`v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`, mirror.endsWith('/') ? mirror : `${mirror}/`)
    .href
}

async function isReachable(address) {
  try {
    const { ok } = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(REACHABLE_LIMIT_MS) })
    return ok
  } catch {
    // Offline, a proxy in between, or too slow: all the same to the one who waits.
    return false
  }
}

/** Finds Electron's executable, or has Electron's own installer fetch it. @returns null where it cannot be had */
export async function obtainElectron() {
  const found = findElectron()
  if (found !== null || process.env.ELECTRON_OVERRIDE_DIST_PATH !== undefined) return found
  const isBehindProxy = Object.keys(process.env).some((name) =>
    /^(https?_proxy|all_proxy|electron_get_use_proxy|global_agent_https?_proxy)$/i.test(name),
  )
  // Node's fetch does not speak to proxies; there the installer itself finds out.
  if (!isBehindProxy && !(await isReachable(downloadAddress()))) return null
  say('Fetching Electron (once).')
  const timeoutMs = isBehindProxy ? REACHABLE_LIMIT_MS * 4 : DOWNLOAD_LIMIT_MS
  const status = await runNode(join(folder, 'install.js'), [], { stdio: TO_STDERR, timeoutMs })
  return status === 0 ? findElectron() : null
}

/**
 * Why the desktop app cannot be opened on this machine, as the middle of a sentence, or null if nothing speaks against it.
 *
 * @param uid of this process; undefined on Windows
 */
export function obstacleToWindows({ platform, env, uid }) {
  if (platform !== 'linux') return null
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)'
  if (uid === 0) return 'Chromium does not run as root with its sandbox on, and Sockscope does not switch the sandbox off'
  return null
}

/** Whether what is at `path` starts at all: a missing system library shows only then. */
export function startsElectron(path) {
  const { status } = spawnSync(path, ['--version'], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, timeout: REACHABLE_LIMIT_MS })
  return status === 0
}
