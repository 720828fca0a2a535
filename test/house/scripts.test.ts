import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ROOT } from '#test/support/built.ts'
import { loadScript } from './load-script.ts'

const folder = mkdtempSync(join(tmpdir(), 'sockscope-scripts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, content: string): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}

describe('the scripts', () => {
  const files = readdirSync(join(ROOT, 'scripts'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.mjs') && !name.includes('node_modules') && !/^build[\\/]/.test(name),
  )

  // They run before anything is installed, on whatever Node there is.
  it.each(files)('%s imports nothing but Node and its neighbours', (name) => {
    const source = readFileSync(join(ROOT, 'scripts', name), 'utf8')
    const imported = [...source.matchAll(/^(?:import|.* from) '([^']+)'/gm)].map(([, specifier = '']) => specifier)
    expect(imported.filter((specifier) => !specifier.startsWith('.') && !builtinModules.includes(specifier.replace(/^node:/, '')))).toEqual(
      [],
    )
  })
})

describe('setting up', async () => {
  const { isInstalled } = await loadScript<{ isInstalled: (folder: string) => boolean }>('lib/setup.mjs')
  const wanted = { '': {}, 'node_modules/one': { version: '1.0.0' }, 'node_modules/other-system': { version: '2.0.0', optional: true } }
  const checkout = (name: string, installed: object | null) => {
    const lock = write(join(name, 'package-lock.json'), JSON.stringify({ packages: wanted }))
    if (installed) write(join(name, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }))
    return join(lock, '..')
  }

  it.each([
    ['everything is there', true, { 'node_modules/one': { version: '1.0.0' } }],
    [
      'another system’s package is there too',
      true,
      { 'node_modules/one': { version: '1.0.0' }, 'node_modules/other-system': { version: '2.0.0' } },
    ],
    ['a version is another', false, { 'node_modules/one': { version: '1.0.1' } }],
    ['a package is missing', false, {}],
    [
      'an optional package has another version',
      false,
      { 'node_modules/one': { version: '1.0.0' }, 'node_modules/other-system': { version: '1.9.9' } },
    ],
    ['nothing was installed', false, null],
  ])('where %s: %s', (name, expected, installed) => expect(isInstalled(checkout(name, installed))).toBe(expected))
})

describe('the Node that is brought', async () => {
  const { packageFor } = await loadScript<{ packageFor: (machine: object, names: readonly string[]) => string | null }>('lib/node.mjs')
  const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, 'scripts', 'node', name), 'utf8'))
  const { optionalDependencies } = read('package.json') as { optionalDependencies: Record<string, string> }
  const { packages } = read('package-lock.json') as {
    packages: Record<string, { version: string; integrity: string; os: string; cpu: string }>
  }
  const names = Object.keys(optionalDependencies)

  it.each([
    ['linux', 'x64'],
    ['linux', 'arm64'],
    ['darwin', 'x64'],
    ['darwin', 'arm64'],
    ['win32', 'x64'],
  ])('for %s %s is one package, locked by its integrity', (platform, arch) => {
    const name = packageFor({ platform, arch }, names)
    const locked = packages[`node_modules/${name}`]!
    expect(locked).toMatchObject({ version: optionalDependencies[name!], os: platform, cpu: arch })
    expect(locked.integrity).toMatch(/^sha512-/)
    expect(Number(locked.version.split('.')[0])).toBeGreaterThanOrEqual(24)
  })
  it('is none for a system without one', () => expect(packageFor({ platform: 'aix', arch: 'ppc64' }, names)).toBeNull())
})

describe('with-node', () => {
  const withNode = join(ROOT, 'scripts', 'with-node.mjs')

  it('hands on arguments, input, output and exit status', () => {
    const script = write(
      'echo.mjs',
      'process.stdin.on("data", (d) => process.stdout.write(d)); process.stdin.on("end", () => process.exit(Number(process.argv[3])));',
    )
    const { status, stdout, stderr } = spawnSync(process.execPath, [withNode, script, 'a b', '7'], { input: 'in', encoding: 'utf8' })
    expect({ status, stdout, stderr }).toEqual({ status: 7, stdout: 'in', stderr: '' })
  })
  it.each(['SIGINT', 'SIGTERM'] as const)('hands %s on, and waits for how the script takes it', async (signal) => {
    const script = write(
      'wait.mjs',
      `process.on('${signal}', () => { console.log('${signal}'); process.exit(5) }); setInterval(() => {}, 1000); console.log('ready')`,
    )
    const child = spawn(process.execPath, [withNode, script], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk
      if (said === 'ready\n') child.kill(signal)
    })
    expect(await once(child, 'close')).toEqual([5, null])
    expect(said).toBe(`ready\n${signal}\n`)
  })
  it('reports a script that a signal ended as a shell would', () => {
    const script = write('killed.mjs', 'process.kill(process.pid, "SIGKILL")')
    expect(spawnSync(process.execPath, [withNode, script]).status).toBe(128 + 9)
  })
  it('says how it is used', () => {
    const { status, stderr } = spawnSync(process.execPath, [withNode], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'Usage: node scripts/with-node.mjs SCRIPT [ARGS…]\n' })
  })
})

describe('sockscope from a checkout', () => {
  const sockscope = (args: readonly string[], options: object = {}) =>
    spawnSync(process.execPath, [join(ROOT, 'scripts', 'sockscope.mjs'), ...args], { encoding: 'utf8', ...options })

  it('has nothing on stdout but its own output', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
    expect(sockscope(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` })
  })
  it('keeps the exit status', () => expect(sockscope(['no-such-command'])).toMatchObject({ status: 2, stdout: '' }))
  it('reads files relative to where npm was called', () => {
    write('greeting.txt', 'hi')
    const args = ['connect', 'ws://127.0.0.1:1/', '--send-file', 'greeting.txt']
    const env = { ...process.env, npm_lifecycle_event: 'sockscope', INIT_CWD: folder }
    // 4: nothing listens there, so the file was found before.
    expect(sockscope(args, { env, cwd: ROOT }).status).toBe(4)
  })
})

describe('where the desktop app can open', async () => {
  const { obstacleToWindows, findElectron } = await loadScript<{
    obstacleToWindows: (machine: object) => string | null
    findElectron: (env: object) => string | null
  }>('lib/electron.mjs')

  it.each([
    ['a Mac', { platform: 'darwin', env: {}, uid: 501 }, null],
    ['Windows', { platform: 'win32', env: {} }, null],
    ['Linux with a display', { platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000 }, null],
    ['Linux with Wayland', { platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' }, uid: 1000 }, null],
    ['Linux without a display', { platform: 'linux', env: {}, uid: 1000 }, 'no display'],
    ['root on Linux', { platform: 'linux', env: { DISPLAY: ':0' }, uid: 0 }, 'root'],
  ])('%s', (_, machine, obstacle) =>
    obstacle === null ? expect(obstacleToWindows(machine)).toBeNull() : expect(obstacleToWindows(machine)).toContain(obstacle),
  )
  it('looks where ELECTRON_OVERRIDE_DIST_PATH says, and nowhere else then', () => {
    expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toBeNull()
    const name = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform as string] ?? 'electron'
    const path = write(name, '')
    expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toBe(path)
  })
})

describe('the Chromium of the tests', async () => {
  const { findSystemChromium } = await loadScript<{ findSystemChromium: (env: object) => string | null }>('lib/chromium.mjs')

  it('is the one that SOCKSCOPE_CHROMIUM names', () => {
    const path = write('my-chromium', '')
    expect(findSystemChromium({ SOCKSCOPE_CHROMIUM: path })).toBe(path)
  })
  it('is no other than the named one', () =>
    expect(() => findSystemChromium({ SOCKSCOPE_CHROMIUM: join(folder, 'absent') })).toThrow('nothing is there'))
})

describe('the closing line', async () => {
  const { tally, tallyVitest, tallyPlaywright, closingLine } = await loadScript<{
    tally: (reports: readonly object[]) => object
    tallyVitest: (report: object) => object
    tallyPlaywright: (report: object) => object
    closingLine: (sums: object) => string
  }>('lib/tally.mjs')
  const vitest = (testResults: readonly object[]) =>
    write('vitest.json', JSON.stringify({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0, testResults }))

  it('sums both runners', () => {
    const playwright = write('playwright.json', JSON.stringify({ stats: { expected: 3, flaky: 1, unexpected: 2, skipped: 4 }, errors: [] }))
    const sums = tally([
      { path: vitest([{ status: 'failed', assertionResults: [{}] }]), read: tallyVitest },
      { path: playwright, read: tallyPlaywright },
    ])
    expect(closingLine(sums)).toBe('total: 9 passed, 3 failed, 6 skipped')
  })
  it('counts a file that did not load as a failure', () =>
    expect(tally([{ path: vitest([{ status: 'failed', assertionResults: [] }]), read: tallyVitest }])).toMatchObject({ failed: 2 }))
  it('counts a runner that never reported as a failure', () =>
    expect(closingLine(tally([{ path: join(folder, 'absent.json'), read: tallyVitest }]))).toBe('total: 0 passed, 1 failed, 0 skipped'))
})
