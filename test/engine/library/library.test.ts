import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Library, openLibrary } from '#engine/library/library.ts'
import { DEFAULT_FOLDER } from '#shared/model/folder.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import type { LibraryNode } from '#shared/model/library.ts'
import { DEFAULT_SPEC, type SavedSpec } from '#shared/model/spec.ts'

const at = (path: string) => path as LibraryPath
const specFor = (url: string): SavedSpec => ({ spec: { ...DEFAULT_SPEC, url }, variables: [], messages: [] })
const failing = (code: string, message: RegExp = /./) => expect.objectContaining({ code, message: expect.stringMatching(message) })

let outer: string
let folder: string
let library: Library
let changes: number

beforeEach(async () => {
  outer = await realpath(await mkdtemp(join(tmpdir(), 'sockscope-library-')))
  folder = join(outer, 'workspace')
  changes = 0
  library = await openLibrary({ folder, onChange: () => changes++ })
})
afterEach(() => rm(outer, { recursive: true, force: true }))

const text = (file: string) => readFile(join(folder, file), 'utf8')
const put = async (file: string, contents: string) => {
  await mkdir(join(folder, file, '..'), { recursive: true })
  await writeFile(join(folder, file), contents)
}
/** The tree as lines: folders end with a slash, broken files begin with an exclamation mark. */
const lines = (nodes: readonly LibraryNode[]): string[] =>
  nodes.flatMap((node) => {
    if (node.kind === 'folder') return [`${node.path}/`, ...lines(node.children)]
    return node.kind === 'spec' ? [`${node.path} ${node.url}`] : [`!${node.path} ${node.failure.message}`]
  })
const tree = async () => lines(await library.tree())

describe('a workspace', () => {
  it('is made where there is none, empty', async () => {
    expect(await tree()).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })

  it('shows folders first, then names in natural order, and hides what is not of the library', async () => {
    for (const name of ['room 10', 'room 2', 'Alpha', 'beta', 'äther']) await put(`${name}.yaml`, `url: ws://${name.length}\n`)
    await put('zoo/deep/x.yaml', 'url: ws://x\n')
    await put('Empty 2/.keep', '')
    for (const hidden of ['.git/config.yaml', 'node_modules/a/b.yaml', 'readme.md', '.hidden.yaml', 'a.yml', 'zoo/.sockscope-1.tmp'])
      await put(hidden, 'url: x\n')
    await put('broken.yaml', 'url: [a]\n')
    await put('compose.yaml', 'services: {}\n')
    expect(await tree()).toEqual([
      'Empty 2/',
      'zoo/',
      'zoo/deep/',
      'zoo/deep/x ws://x',
      'Alpha ws://5',
      'äther ws://5',
      'beta ws://4',
      '!broken broken.yaml, line 1: url must be a text.',
      '!compose compose.yaml, line 1: url is missing.',
      'room 2 ws://6',
      'room 10 ws://7',
    ])
  })

  it('tells a spec from a folder of the same name', async () => {
    await put('chat.yaml', 'url: ws://spec\n')
    await put('chat/one.yaml', 'url: ws://one\n')
    expect(await tree()).toEqual(['chat/', 'chat/one ws://one', 'chat.yaml ws://spec'])
    expect((await library.read(at('chat.yaml'))).spec.url).toBe('ws://spec')
    expect(await library.rename(at('chat.yaml'), 'talk')).toBe('talk')
    expect(await library.rename(at('chat'), 'talks')).toBe('talks')
    expect(await tree()).toEqual(['talks/', 'talks/one ws://one', 'talk ws://spec'])
  })

  it('sees what changed outside, and repeats what did not', async () => {
    await put('a.yaml', 'url: ws://1\n')
    expect(await tree()).toEqual(['a ws://1'])
    await put('a.yaml', 'url: ws://2\n')
    await put('b.yaml', 'url: ws://b\n')
    expect(await tree()).toEqual(['a ws://2', 'b ws://b'])
    await rm(join(folder, 'a.yaml'))
    expect(await tree()).toEqual(['b ws://b'])
  })

  it('follows links within it, but none that lead out or around', async () => {
    await put('in/a.yaml', 'url: ws://a\n')
    await writeFile(join(outer, 'secret.yaml'), 'url: ws://secret\n')
    await symlink(outer, join(folder, 'out'))
    await symlink(join(outer, 'secret.yaml'), join(folder, 'secret.yaml'))
    await symlink('in', join(folder, 'link'))
    await symlink('..', join(folder, 'in', 'around'))
    await symlink('nowhere', join(folder, 'dangling.yaml'))
    expect(await tree()).toEqual(['in/', 'in/a ws://a', 'link/', 'link/a ws://a'])
    for (const path of ['secret', 'out/secret'].map(at)) {
      await expect(library.read(path)).rejects.toEqual(failing('library.outside'))
      await expect(library.save(path, specFor('ws://evil'))).rejects.toEqual(failing('library.outside'))
    }
    await expect(library.create(at('out'), 'x', specFor('x'))).rejects.toEqual(failing('library.outside'))
    expect(await readFile(join(outer, 'secret.yaml'), 'utf8')).toBe('url: ws://secret\n')
  })

  it('shows 3,000 files', async () => {
    await mkdir(join(folder, 'many'))
    await Promise.all(
      Array.from({ length: 3000 }, (_, index) =>
        writeFile(join(folder, 'many', `s${index}.yaml`), `url: ws://${index}\nheaders:\n  - name: A\n    value: b\n`),
      ),
    )
    const [many] = await library.tree()
    expect(many?.kind === 'folder' && many.children.length).toBe(3000)
    expect(many?.kind === 'folder' && many.children[2999]).toMatchObject({ name: 's2999', url: 'ws://2999' })
  })
})

describe('saving', () => {
  it('writes, reads back, and says so once', async () => {
    expect(await library.create(at(''), 'echo', specFor('ws://1'))).toBe('echo')
    await library.save(at('echo'), specFor('ws://2'))
    expect(await text('echo.yaml')).toBe('version: 1\nurl: ws://2\n')
    expect(await library.read(at('echo'))).toEqual(specFor('ws://2'))
    expect(changes).toBe(2)
  })

  it('does not touch the file when nothing changed', async () => {
    await put('a.yaml', 'url:   ws://a # mine')
    const before = await stat(join(folder, 'a.yaml'))
    await library.save(at('a'), await library.read(at('a')))
    expect(await text('a.yaml')).toBe('url:   ws://a # mine')
    expect((await stat(join(folder, 'a.yaml'))).ino).toBe(before.ino)
    expect(changes).toBe(0)
  })

  it('refuses where the file changed since it was read here, until it is read again', async () => {
    await put('a.yaml', 'url: ws://a\n')
    await library.read(at('a'))
    await put('a.yaml', 'url: ws://theirs # new\n')
    await library.tree()
    await expect(library.save(at('a'), specFor('ws://mine'))).rejects.toEqual(failing('library.changed', /changed outside/))
    expect(await text('a.yaml')).toBe('url: ws://theirs # new\n')
    await library.read(at('a'))
    await library.save(at('a'), specFor('ws://mine'))
    expect(await text('a.yaml')).toBe('url: ws://mine # new\n')
  })

  it('still knows what it read after a rename of the folder around it', async () => {
    await put('f/a.yaml', 'url: ws://a\n')
    await library.read(at('f/a'))
    await library.rename(at('f'), 'g')
    await put('g/a.yaml', 'url: ws://theirs\n')
    await expect(library.save(at('g/a'), specFor('ws://mine'))).rejects.toEqual(failing('library.changed'))
  })

  it('never overwrites a file it cannot read', async () => {
    await put('a.yaml', 'url: [broken\n')
    await expect(library.save(at('a'), specFor('ws://mine'))).rejects.toEqual(failing('library.invalid-file', /^a\.yaml, line \d/))
    expect(await text('a.yaml')).toBe('url: [broken\n')
  })

  it('does not bring a deleted file back', async () => {
    await put('a.yaml', 'url: ws://a\n')
    await library.read(at('a'))
    await rm(join(folder, 'a.yaml'))
    await expect(library.save(at('a'), specFor('ws://mine'))).rejects.toEqual(failing('library.not-found'))
    expect(existsSync(join(folder, 'a.yaml'))).toBe(false)
  })

  it('keeps permissions, writes through links, leaves no temporary files', async () => {
    await put('a.yaml', 'url: ws://a\n')
    await chmod(join(folder, 'a.yaml'), 0o640)
    await symlink('a.yaml', join(folder, 'link.yaml'))
    await library.save(at('link'), specFor('ws://b'))
    expect((await stat(join(folder, 'a.yaml'))).mode & 0o777).toBe(0o640)
    expect(await text('a.yaml')).toBe('url: ws://b\n')
    expect((await readdir(folder)).sort()).toEqual(['a.yaml', 'link.yaml'])
  })

  it('takes many saves at once in the order they were asked for', async () => {
    await library.create(at(''), 'a', specFor('ws://0'))
    await Promise.all(Array.from({ length: 50 }, (_, index) => library.save(at('a'), specFor(`ws://${index + 1}`))))
    expect(await text('a.yaml')).toBe('version: 1\nurl: ws://50\n')
  })

  it('names a new spec or folder anew when the name is taken, in whatever case', async () => {
    const made = await Promise.all([1, 2, 3].map(() => library.create(at(''), 'Echo', specFor('x'))))
    expect(made).toEqual(['Echo', 'Echo 2', 'Echo 3'])
    expect(await library.create(at(''), 'echo', specFor('x'))).toBe('echo 4')
    expect(await library.createFolder(at(''), 'ECHO 2')).toBe('ECHO 5')
    expect(await library.create(at('ECHO 5'), 'Echo', specFor('x'))).toBe('ECHO 5/Echo')
  })
})

describe('names and paths', () => {
  it.each([
    ['', /it is empty/],
    ['a/b', /it holds \//],
    ['a\\b', /it holds \\/],
    ['what?', /it holds \?/],
    ['a:b', /it holds :/],
    ['a\u0000b', /control character/],
    ['a\nb', /control character/],
    ['.hidden', /begins or ends with a dot/],
    ['dot.', /begins or ends with a dot/],
    [' lead', /begins or ends/],
    ['..', /begins or ends/],
    ['CON', /Windows keeps it/],
    ['com1.backup', /Windows keeps it/],
    ['node_modules', /not searched/],
    ['x'.repeat(101), /longer than 100 characters/],
    ['😀'.repeat(70), /longer than 240 bytes/],
    ['half \ud800', /half a character/],
  ])('%j is refused as a name', async (name, reason) => {
    await put('a.yaml', 'url: x\n')
    const refused = failing('library.invalid-name', reason)
    await expect(library.create(at(''), name, specFor('x'))).rejects.toEqual(refused)
    await expect(library.createFolder(at(''), name)).rejects.toEqual(refused)
    await expect(library.rename(at('a'), name)).rejects.toEqual(refused)
    expect(await tree()).toEqual(['a x'])
  })

  it.each(['日本語 テスト', 'naïve — “quotes” & more', '😀 party', "it's (1) [2] {3} #4 %5", 'a.b.yaml', '-dash', 'x'.repeat(100)])(
    '%j is a name',
    async (name) => {
      const path = await library.create(at(''), name, specFor('ws://x'))
      expect(path).toBe(name)
      expect((await library.read(path)).spec.url).toBe('ws://x')
      expect(await tree()).toEqual([`${name} ws://x`])
      const copy = await library.duplicate(path)
      expect((await library.read(copy)).spec.url).toBe('ws://x')
      expect([...copy].length).toBeLessThanOrEqual(100)
    },
  )

  it.each([
    '..',
    '../x',
    'a/../../x',
    '/etc/passwd',
    'a//b',
    './a',
    'a/',
    'a\u0000',
    '.git/config',
    'a\\..\\b',
    'node_modules/x',
    '.sockscope/trash/x',
  ])('the path %j is outside', async (path) => {
    const refused = failing('library.outside')
    await expect(library.read(at(path))).rejects.toEqual(refused)
    await expect(library.save(at(path), specFor('x'))).rejects.toEqual(refused)
    await expect(library.delete(at(path))).rejects.toEqual(refused)
    await expect(library.move(at(path), at(''))).rejects.toEqual(refused)
    await expect(library.create(at(path), 'x', specFor('x'))).rejects.toEqual(refused)
  })

  it('the workspace itself can be neither renamed nor deleted', async () => {
    await expect(library.delete(at(''))).rejects.toEqual(failing('library.outside'))
    await expect(library.rename(at(''), 'x')).rejects.toEqual(failing('library.outside'))
  })
})

describe('arranging', () => {
  beforeEach(async () => {
    await put('a.yaml', '# mine\nurl: ws://a\n')
    await put('f/b.yaml', 'url: ws://b\n')
    await put('f/g/c.yaml', 'url: ws://c\n')
  })

  it('renames, also only the case, and refuses a name that is taken', async () => {
    expect(await library.rename(at('a'), 'A')).toBe('A')
    expect(await library.rename(at('f/g'), 'h')).toBe('f/h')
    await expect(library.rename(at('A'), 'F')).rejects.toEqual(failing('library.exists', /already a "F"/))
    await expect(library.rename(at('gone'), 'x')).rejects.toEqual(failing('library.not-found'))
    expect(await tree()).toEqual(['f/', 'f/h/', 'f/h/c ws://c', 'f/b ws://b', 'A ws://a'])
  })

  it('moves, but not into itself or onto another', async () => {
    expect(await library.move(at('a'), at('f/g'))).toBe('f/g/a')
    expect(await library.move(at('f/g'), at(''))).toBe('g')
    expect(await library.move(at('g/a'), at('g'))).toBe('g/a')
    await expect(library.move(at('f'), at('f'))).rejects.toEqual(failing('input.invalid', /into itself/))
    await put('b.yaml', 'url: ws://other\n')
    await expect(library.move(at('b'), at('f'))).rejects.toEqual(failing('library.exists'))
    expect(await text('g/a.yaml')).toBe('# mine\nurl: ws://a\n')
  })

  it('duplicates files byte by byte, and folders with all in them', async () => {
    expect(await library.duplicate(at('a'))).toBe('a 2')
    expect(await library.duplicate(at('a 2'))).toBe('a 3')
    expect(await text('a 3.yaml')).toBe('# mine\nurl: ws://a\n')
    expect(await library.duplicate(at('f'))).toBe('f 2')
    expect(await text('f 2/g/c.yaml')).toBe('url: ws://c\n')
  })

  it('deletes into a trash that git does not see, and puts back', async () => {
    const { trash } = await library.delete(at('f'))
    expect(await tree()).toEqual(['a ws://a'])
    expect(await text('.sockscope/.gitignore')).toMatch(/^\*$/m)
    expect(await library.restore(trash)).toBe('f')
    expect(await tree()).toEqual(['f/', 'f/g/', 'f/g/c ws://c', 'f/b ws://b', 'a ws://a'])
    expect(await readdir(join(folder, '.sockscope/trash'))).toEqual([])
    await expect(library.restore(trash)).rejects.toEqual(failing('library.not-found'))
  })

  it('puts back beside what took the name, and into a folder that is gone', async () => {
    const first = await library.delete(at('f/b'))
    await put('f/b.yaml', 'url: ws://new\n')
    expect(await library.restore(first.trash)).toBe('f/b 2')
    const second = await library.delete(at('f/g/c'))
    await library.delete(at('f'))
    expect(await library.restore(second.trash)).toBe('f/g/c')
    expect(await tree()).toEqual(['f/', 'f/g/', 'f/g/c ws://c', 'a ws://a'])
  })

  it('restores only what it put into the trash itself', async () => {
    for (const id of ['', '..', '../f', '20260101T000000-0123456789ab', 'a/b']) {
      await expect(library.restore(id)).rejects.toEqual(failing('library.not-found'))
    }
    const bin = '.sockscope/trash/20260101T000000-0123456789ab'
    for (const origin of [
      { kind: 'spec', folder: [], entry: '../../../a.yaml' },
      { kind: 'folder', folder: [], entry: '..' },
      { kind: 'spec' },
      'x',
    ]) {
      await put(`${bin}/origin.json`, JSON.stringify(origin))
      await expect(library.restore('20260101T000000-0123456789ab')).rejects.toEqual(failing('library.not-found'))
    }
    await put(`${bin}/x.yaml`, 'url: x\n')
    await put(`${bin}/origin.json`, JSON.stringify({ kind: 'spec', folder: ['..'], entry: 'x.yaml' }))
    await expect(library.restore('20260101T000000-0123456789ab')).rejects.toEqual(failing('library.outside'))
    expect(await readdir(outer)).toEqual(['workspace'])
  })

  it('does not follow a trash that is a link', async () => {
    await mkdir(join(outer, 'elsewhere'))
    await symlink(join(outer, 'elsewhere'), join(folder, '.sockscope'))
    await expect(library.delete(at('a'))).rejects.toEqual(failing('library.outside', /symbolic link/))
    expect(await readdir(join(outer, 'elsewhere'))).toEqual([])
    expect(await tree()).toContain('a ws://a')
  })
})

describe('a file system that does not play along', () => {
  it.skipIf(process.getuid?.() === 0)('is reported with its reason', async () => {
    await chmod(folder, 0o500)
    await expect(library.create(at(''), 'a', specFor('x'))).rejects.toEqual(failing('library.io', /Access to it is denied/))
    await chmod(folder, 0o700)
  })

  it('is reported where a file stands in the way of the workspace', async () => {
    await writeFile(join(outer, 'file'), '')
    await expect(openLibrary({ folder: join(outer, 'file'), onChange: () => undefined })).rejects.toMatchObject({
      code: expect.stringMatching(/^library\./),
    })
    await expect(openLibrary({ folder: join(outer, 'file', 'sub'), onChange: () => undefined })).rejects.toEqual(
      failing('library.io', /not a folder/),
    )
  })
})

describe('a folder', () => {
  const folderOf = (path: string) => library.readFolder(at(path))

  it('says nothing of itself until it is told to, and is not shown as a spec then', async () => {
    await put('chat/a.yaml', 'url: ws://a\n')
    expect(await folderOf('chat')).toEqual(DEFAULT_FOLDER)
    await library.saveFolder(at('chat'), { ...DEFAULT_FOLDER, headers: [{ name: 'X-A', value: '1', enabled: true }] })
    expect(await text('chat/folder.yaml')).toBe('version: 1\nheaders:\n  - name: X-A\n    value: "1"\n')
    expect((await folderOf('chat')).headers).toHaveLength(1)
    expect(await tree()).toEqual(['chat/', 'chat/a ws://a'])
  })

  it('is shown in its order, and what that does not name behind', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await put(`chat/${name}.yaml`, 'url: ws://x\n')
    await put('chat/sub/e.yaml', 'url: ws://x\n')
    await put('chat/folder.yaml', 'order: [c, gone, a]\n')
    expect((await tree()).map((line) => line.split(' ')[0])).toEqual([
      'chat/',
      'chat/c',
      'chat/a',
      'chat/sub/',
      'chat/sub/e',
      'chat/b',
      'chat/d',
    ])
  })

  it('whose folder.yaml is broken or was changed outside is not written over', async () => {
    await put('chat/folder.yaml', 'order: {}\n')
    await put('chat/a.yaml', 'url: ws://a\n')
    expect(await tree()).toEqual(['chat/', 'chat/a ws://a'])
    await expect(folderOf('chat')).rejects.toThrow(failing('library.invalid-file', /chat\/folder\.yaml, line 1: order must be a list/))
    await put('chat/folder.yaml', 'order: [a]\n')
    const settings = await folderOf('chat')
    await put('chat/folder.yaml', 'order: [b]\n')
    await expect(library.saveFolder(at('chat'), { ...settings, order: [] })).rejects.toThrow(failing('library.changed'))
  })

  it.each(['folder', 'environments', 'Folder'])('is never called %s, nor is a spec', async (name) => {
    await expect(library.create(at(''), name, specFor('ws://a'))).rejects.toThrow(failing('library.invalid-name'))
    await expect(library.createFolder(at(''), name)).rejects.toThrow(failing('library.invalid-name'))
  })

  it.each(['folder', 'folder.yaml', 'environments', 'environments/test'])('cannot be reached as %s', async (path) => {
    await put('folder.yaml', 'order: []\n')
    await put('environments/test.yaml', 'variables: []\n')
    await expect(library.read(at(path))).rejects.toThrow(failing('library.outside'))
    await expect(library.delete(at(path))).rejects.toThrow(failing('library.outside'))
  })
})

describe('environments', () => {
  const host = (value: string) => ({ variables: [{ name: 'host', kind: 'plain' as const, value, enabled: true }] })

  it('are files of their own, by name', async () => {
    expect(await library.environments()).toEqual([])
    await library.saveEnvironment('test', host('127.0.0.1'))
    await library.saveEnvironment('production', host('example.com'))
    expect(await text('environments/test.yaml')).toContain('value: 127.0.0.1')
    expect((await library.environments()).map(({ name, variables }) => [name, variables[0]?.value])).toEqual([
      ['production', 'example.com'],
      ['test', '127.0.0.1'],
    ])
    expect(await tree()).toEqual([])
    await library.deleteEnvironment('test')
    expect((await library.environments()).map(({ name }) => name)).toEqual(['production'])
  })

  it('keep their comments, and are not written over when they were changed outside', async () => {
    await put('environments/test.yaml', '# ours\nvariables:\n  - name: host # it\n    value: a\n')
    await library.environments()
    await library.saveEnvironment('test', host('b'))
    expect(await text('environments/test.yaml')).toBe('# ours\nvariables:\n  - name: host # it\n    value: b\n')
    await put('environments/test.yaml', 'variables: []\n')
    await expect(library.saveEnvironment('test', host('c'))).rejects.toThrow(failing('library.changed'))
  })

  it('say why they cannot be read', async () => {
    await put('environments/bad.yaml', 'variables: 1\n')
    expect(await library.environments()).toMatchObject([{ name: 'bad', variables: [], failure: { code: 'library.invalid-file' } }])
  })
})
