import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '#test/support/built.ts'

const ROOMS = ['shared', 'engine', 'electron', 'cli', 'renderer', 'test'] as const

/** A tree with this checkout's rules and next to no content, so that what is refused is refused for one reason. */
function makeTree(files: Readonly<Record<string, string>>): string {
  const tree = mkdtempSync(join(tmpdir(), 'sockscope-walls-'))
  for (const name of ['package.json', 'tsconfig.json', 'biome.json', '.gitignore']) cpSync(join(ROOT, name), join(tree, name))
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'), 'junction')
  for (const room of ROOMS) {
    mkdirSync(join(tree, room))
    cpSync(join(ROOT, room, 'tsconfig.json'), join(tree, room, 'tsconfig.json'))
  }
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), `${content}\n`)
  }
  return tree
}

interface Verdict {
  readonly status: number | null
  readonly output: string
}

function check(tree: string, tool: string, args: readonly string[]): Verdict {
  const script = join(ROOT, 'node_modules', tool)
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { cwd: tree, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}
const compile = (tree: string) => check(tree, 'typescript/bin/tsc', ['-b', '--pretty', 'false'])
const lint = (tree: string) => check(tree, '@biomejs/biome/bin/biome', ['check', '--max-diagnostics=none', '.'])

/** What is allowed: each room imports what the table of docs/architecture.md grants it. */
const LAWFUL = {
  'shared/words.ts': 'export const words = 1',
  'engine/index.ts': "import { words } from '#shared/words.ts'\n\nexport const door = words",
  'engine/tap/inner.ts': "import { WebSocketServer } from 'ws'\n\nexport const inner = WebSocketServer",
  'engine/capture/deep/deep.ts': "import { inner } from '#engine/tap/inner.ts'\n\nexport const deep = inner",
  'electron/main.ts': "import { app } from 'electron'\nimport { door } from '#engine/index.ts'\n\napp.setName(String(door))",
  'cli/bridge/bridge.ts': "import { WebSocketServer } from 'ws'\n\nexport const server = WebSocketServer",
  'cli/main.ts': "import { door } from '#engine/index.ts'\n\nprocess.stdout.write(String(door))",
  'renderer/main.ts': "import { words } from '#shared/words.ts'\n\ndocument.title = String(words)",
  'test/one.test.ts': "import { inner } from '#engine/tap/inner.ts'\n\nconsole.log(inner)",
}

/** Violations that the compiler refuses: each room has only the globals and modules of the place it runs in. */
const UNCOMPILABLE: Readonly<Record<string, string>> = {
  'shared/node-module.ts': "import { readFileSync } from 'node:fs'\n\nexport const read = readFileSync",
  'shared/node-global.ts': 'export const id = process.pid',
  'shared/page-global.ts': 'export const title = document.title',
  'shared/engine-import.ts': "import { door } from '#engine/index.ts'\n\nexport const entered = door",
  'engine/page-global.ts': 'export const title = document.title',
  'engine/renderer-import.ts': "import { page } from '../renderer/page.ts'\n\nexport const entered = page",
  'electron/page-global.ts': 'export const title = document.title',
  'electron/cli-import.ts': "import { server } from '../cli/bridge/bridge.ts'\n\nexport const entered = server",
  'cli/electron-import.ts': "import { host } from '../electron/host.ts'\n\nexport const entered = host",
  'renderer/node-global.ts': 'export const id = process.pid',
  'renderer/engine-import.ts': "import { door } from '#engine/index.ts'\n\nexport const entered = door",
  'shared/enum.ts': 'export enum Colour {\n  red,\n}',
}

/** Violations that the lint table refuses, by what they import. */
const FORBIDDEN_IMPORTS: readonly (readonly [room: string, specifier: string])[] = [
  ...['node:fs', 'ws', 'electron', 'react', 'zod', 'yaml', '#engine/index.ts', '../engine/index.ts', '../../outside.ts', 'iconv-lite'].map(
    (name) => ['shared', name] as const,
  ),
  ...[
    'electron',
    'react',
    'react-dom',
    'zustand',
    'monaco-editor',
    'commander',
    '../electron/main.ts',
    '../cli/main.ts',
    '../renderer/main.ts',
  ].map((name) => ['engine', name] as const),
  ...['../../shared/words.ts', '../../../shared/words.ts'].map((name) => ['engine/tap/deep', name] as const),
  ...[
    'react',
    'zustand',
    'monaco-editor',
    '../renderer/main.ts',
    '#engine/tap/inner.ts',
    '../engine/tap/inner.ts',
    '../engine/index.ts',
    '../cli/main.ts',
  ].map((name) => ['electron', name] as const),
  ...[
    'electron',
    'react',
    'monaco-editor',
    '../renderer/main.ts',
    '../electron/main.ts',
    '#engine/tap/inner.ts',
    '../engine/tap/inner.ts',
    '../engine/index.ts',
  ].map((name) => ['cli', name] as const),
  ...['../../engine/tap/inner.ts', '../../shared/words.ts'].map((name) => ['cli/bridge', name] as const),
  ...[
    'node:fs',
    'electron',
    'ws',
    'zod',
    'yaml',
    'commander',
    '#engine/index.ts',
    '../engine/index.ts',
    '../electron/main.ts',
    '../cli/main.ts',
  ].map((name) => ['renderer', name] as const),
  ...['../../engine/index.ts', '../../shared/words.ts'].map((name) => ['renderer/capture', name] as const),
]

const forbiddenPath = (room: string, index: number) => `${room}/forbidden-${index}.ts`
const forbiddenFiles = Object.fromEntries(
  FORBIDDEN_IMPORTS.map(([room, specifier], index) => [
    forbiddenPath(room, index),
    `import * as entered from '${specifier}'\n\nexport const all = entered`,
  ]),
)

describe('the walls between the rooms', () => {
  const trees: string[] = []
  const make = (files: Readonly<Record<string, string>>) => {
    const tree = makeTree({ ...LAWFUL, ...files })
    trees.push(tree)
    return tree
  }
  afterAll(() => {
    for (const tree of trees) rmSync(tree, { recursive: true, force: true })
  })

  it('let through what the rooms may do', () => {
    const tree = make({})
    expect(compile(tree)).toEqual({ status: 0, output: '' })
    expect(lint(tree)).toMatchObject({ status: 0 })
  })

  describe('the compiler refuses', () => {
    let verdict: Verdict
    beforeAll(() => {
      verdict = compile(
        make({ ...UNCOMPILABLE, 'renderer/page.ts': 'export const page = document', 'electron/host.ts': 'export const host = process' }),
      )
    })
    it('with a status that fails npm test', () => expect(verdict.status).not.toBe(0))
    it.each(Object.keys(UNCOMPILABLE))('%s', (path) =>
      expect(verdict.output).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}\\(.*error TS`, 'm')),
    )
  })

  describe('the lint table refuses', () => {
    let verdict: Verdict
    beforeAll(() => {
      verdict = lint(make(forbiddenFiles))
    })
    it('with a status that fails npm test', () => expect(verdict.status).not.toBe(0))
    it.each(FORBIDDEN_IMPORTS.map(([room, specifier], index) => [room, specifier, forbiddenPath(room, index)] as const))(
      '%s importing %s',
      (_room, _specifier, path) =>
        expect(verdict.output).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')}:\\d+:\\d+ lint/style/noRestrictedImports`, 'm')),
    )
  })

  it('and the two checks are what npm test runs, warnings included', () => {
    const script = readFileSync(join(ROOT, 'scripts', 'test.mjs'), 'utf8')
    expect(script).toMatch(/stage\('types', .*\['-b'\]/)
    expect(script).toMatch(/stage\('lint', .*'--error-on-warnings', '\.'\]/)
  })
})
