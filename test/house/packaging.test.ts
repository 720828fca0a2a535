import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { BUILD_LIMIT_MS, ensureBuilt, ROOT } from '#test/support/built.ts'
import { loadScript } from './load-script.ts'

const BUILT_IN = new Set(builtinModules)

/** What an unpacked Electron for Linux has, as far as electron-builder looks; none of it runs. */
const ELECTRON_FILES = ['electron', 'LICENSE', 'LICENSES.chromium.html', 'version', 'chrome_crashpad_handler', 'chrome-sandbox']

interface AsarNode {
  readonly files?: Readonly<Record<string, AsarNode>>
}

/** The paths of an archive's files. An asar begins with a pickled JSON header: its length is at byte 12. */
function pathsInAsar(path: string): string[] {
  const bytes = readFileSync(path)
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as AsarNode
  const walk = ({ files = {} }: AsarNode, folder: string): string[] =>
    Object.entries(files).flatMap(([name, node]) => (node.files ? walk(node, `${folder}${name}/`) : [folder + name]))
  return walk(header, '').sort()
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

describe.runIf(process.platform === 'linux')('the desktop app for Linux, unpacked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-packaging-'))
  let resources: string

  beforeAll(() => {
    ensureBuilt()
    const electronDist = join(folder, 'electron')
    mkdirSync(join(electronDist, 'resources'), { recursive: true })
    mkdirSync(join(electronDist, 'locales'))
    for (const name of ELECTRON_FILES) writeFileSync(join(electronDist, name), '')
    const output = join(folder, 'release')
    const settings = [`electronDist=${electronDist}`, `directories.output=${output}`].map((setting) => `--config.${setting}`)
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'package.mjs'), '--linux', 'dir', ...settings], {
      cwd: ROOT,
      env: { ...process.env, SOCKSCOPE_FUSES: 'off' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const [unpacked = ''] = readdirSync(output).filter((name) => name.endsWith('-unpacked'))
    resources = join(output, unpacked, 'resources')
  }, BUILD_LIMIT_MS)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('holds the bundles and nothing else', () => {
    const paths = pathsInAsar(join(resources, 'app.asar'))
    const built = ['electron', 'renderer'].flatMap((part) =>
      filesUnder(join(ROOT, 'dist', part)).map((path) => path.slice(ROOT.length + 1)),
    )
    expect(paths).toEqual([...built, 'dist/THIRD-PARTY.txt', 'package.json', 'LICENSE'].sort())
    expect(paths).toEqual(
      expect.arrayContaining([
        'dist/electron/main.js',
        'dist/electron/preload.cjs',
        'dist/electron/capture-worker.js',
        'dist/electron/query-worker.js',
        'dist/renderer/index.html',
      ]),
    )
    expect(paths.filter((path) => /node_modules|\.tsx?$|scripts|\.map$/.test(path))).toEqual([])
  })
  it('has nothing beside the archive that would be loaded before it', () => {
    expect(existsSync(join(resources, 'app'))).toBe(false)
    expect(existsSync(join(resources, 'app.asar.unpacked'))).toBe(false)
  })
})

describe('the bundles', () => {
  beforeAll(ensureBuilt, BUILD_LIMIT_MS)

  it.each(['cli', 'electron'])('dist/%s is one flat folder that needs nothing but Node and Electron', (part) => {
    const folder = join(ROOT, 'dist', part)
    const names = readdirSync(folder, { withFileTypes: true })
    expect(names.every((entry) => entry.isFile())).toBe(true)
    const needed = names.flatMap(({ name }) => {
      const source = readFileSync(join(folder, name), 'utf8')
      return [...source.matchAll(/^import (?:[^'"\n]* from )?["']([^"']+)["']|\brequire\(["']([^"']+)["']\)/gm)].map(
        ([, one, other]) => one ?? other ?? '',
      )
    })
    const foreign = needed.filter((specifier) => !/^(node:|\.\/)/.test(specifier) && !BUILT_IN.has(specifier))
    expect([...new Set(foreign)]).toEqual(part === 'electron' ? ['electron'] : [])
  })
  it('dist/cli/sockscope.js runs by itself, from a folder without packages', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sockscope-bundle-'))
    cpSync(join(ROOT, 'dist', 'cli'), join(folder, 'dist', 'cli'), { recursive: true })
    cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'))
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
    expect(execFileSync(process.execPath, [join(folder, 'dist', 'cli', 'sockscope.js'), '--version'], { encoding: 'utf8' })).toBe(
      `${version}\n`,
    )
    rmSync(folder, { recursive: true, force: true })
  })
  it('are an executable script with a line that says so', () => {
    expect(readFileSync(join(ROOT, 'dist', 'cli', 'sockscope.js'), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
  })
  it('ship the licences of what is in them', () => {
    const text = readFileSync(join(ROOT, 'dist', 'THIRD-PARTY.txt'), 'utf8')
    for (const name of ['react', 'react-dom', 'ws', 'zod', 'yaml', 'monaco-editor']) expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'))
    expect(text).not.toContain('has no licence file')
  })
})

describe('the published package', () => {
  it('has the bundles of the terminal and the page, and neither the desktop app nor a Node', () => {
    const npm = process.env.npm_execpath
    const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
    const output = execFileSync(command!, [...first, 'pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const packed = JSON.parse(output) as Record<string, Packed> | Packed[]
    const paths = (Array.isArray(packed) ? packed[0] : Object.values(packed)[0])!.files.map(({ path }) => path)
    expect(paths).toEqual(
      expect.arrayContaining([
        'dist/cli/sockscope.js',
        'dist/cli/capture-worker.js',
        'dist/cli/query-worker.js',
        'dist/renderer/index.html',
        'package.json',
        'LICENSE',
      ]),
    )
    expect(paths.filter((path) => !/^(dist\/(cli|renderer)\/|dist\/THIRD-PARTY\.txt$|[^/]+$)/.test(path))).toEqual([])
  })
})

interface Packed {
  readonly files: readonly { readonly path: string }[]
}

describe('the fuses', async () => {
  const { withoutFuses } = await loadScript<{ withoutFuses: (yaml: string) => string }>('lib/without-fuses.mjs')
  const source = readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')
  const { electronFuses, ...others } = parse(source) as { electronFuses: unknown }

  it('leave no way to run other code in the place of the app', () => {
    expect(electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    })
  })
  it('can be left out, and nothing else with them', () => expect(parse(withoutFuses(source))).toEqual(others))
})
