import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { chmod, mkdir, readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CollectionImports } from '#engine/interchange/collection-imports.ts'
import { readCollection } from '#engine/interchange/collections/read-collection.ts'
import { type Library, openLibrary } from '#engine/library/library.ts'
import type { CollectionPreview } from '#shared/model/collection-import.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import type { LibraryNode } from '#shared/model/library.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { hasSamples, sample } from '#test/support/samples.ts'

const ROOT = '' as LibraryPath
const at = (path: string) => path as LibraryPath
const bytes = (text: string) => new TextEncoder().encode(text)
const fixture = (name: string) => ({ path: name, bytes: readFileSync(new URL(`../../fixtures/collections/${name}`, import.meta.url)) })
const all = (items: readonly unknown[]) => items.map((_, index) => index)

let folder: string
let library: Library
let imports: CollectionImports

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sockscope-collections-'))
  library = await openLibrary({ folder, onChange: () => undefined })
  imports = new CollectionImports(library)
})
afterEach(() => {
  imports.close()
  rmSync(folder, { recursive: true, force: true })
  // Thousands of files, on a machine with other work.
}, 60_000)

function handIn(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): CollectionPreview {
  const { id } = imports.begin()
  imports.write(id, files)
  return imports.read(id)
}
const importAll = ({ id, specs, environments }: CollectionPreview, into = ROOT) => imports.import(id, into, all(specs), all(environments))
const paths = (nodes: readonly LibraryNode[]): string[] =>
  nodes.flatMap((node) => (node.kind === 'folder' ? [`${node.path}/`, ...paths(node.children)] : [node.path]))

/** A Postman collection of requests with these names. */
const collection = (names: readonly string[], name = 'Names') =>
  JSON.stringify({ info: { name }, item: names.map((each, index) => ({ name: each, request: { url: `ws://127.0.0.1/${index}` } })) })

describe('a collection of another tool', () => {
  it('is shown before anything is written', async () => {
    const preview = handIn([fixture('exchange.postman_collection.json'), fixture('local.postman_environment.json')])
    expect(preview).toMatchObject({
      format: 'postman-2',
      folders: [
        { parent: null, name: 'Exchange', hasSettings: true },
        { parent: 0, name: 'Feeds', hasSettings: false },
      ],
      specs: [
        { folder: 1, name: 'Prices- live', url: 'ws://{{host}}/echo', messages: 1 },
        { folder: 1, name: 'Orders', messages: 0 },
      ],
      environments: [{ name: 'Local', variables: 1 }],
      hasPlaceholders: true,
    })
    expect(preview.remarks).toEqual([
      expect.objectContaining({ kind: 'left-out', place: 'Status page' }),
      expect.objectContaining({ kind: 'changed', place: 'Feeds / Prices: live', text: expect.stringContaining('"Prices- live"') }),
    ])
    expect(readdirSync(folder)).toEqual([])
  })

  it('is written with its folders, their settings, their order, and its environments', async () => {
    const preview = handIn([fixture('exchange.postman_collection.json'), fixture('local.postman_environment.json')])
    expect(await importAll(preview)).toEqual({ path: 'Exchange', specs: 2, environments: ['Local'] })
    expect(paths(await library.tree())).toEqual(['Exchange/', 'Exchange/Feeds/', 'Exchange/Feeds/Prices- live', 'Exchange/Feeds/Orders'])
    expect((await library.read(at('Exchange/Feeds/Prices- live'))).messages).toEqual([
      { name: 'Message 1', format: 'json', body: '{"op":"subscribe"}' },
    ])
    expect(await library.readFolder(at('Exchange'))).toMatchObject({
      auth: { kind: 'bearer', token: '{{token}}' },
      variables: [{ name: 'host', value: '127.0.0.1:9001' }],
    })
    expect((await library.readFolder(at('Exchange/Feeds'))).order).toEqual(['Prices- live', 'Orders'])
    expect(await library.environments()).toMatchObject([{ name: 'Local', variables: [{ name: 'token', kind: 'secret', value: '' }] }])
  })

  it('is written as far as it was chosen', async () => {
    const { id } = handIn([fixture('exchange.postman_collection.json'), fixture('local.postman_environment.json')])
    expect(await imports.import(id, ROOT, [1], [])).toEqual({ path: 'Exchange', specs: 1, environments: [] })
    expect(paths(await library.tree())).toEqual(['Exchange/', 'Exchange/Feeds/', 'Exchange/Feeds/Orders'])
    // An order of one needs no file, and names nothing that is not there.
    expect(await readdir(join(folder, 'Exchange', 'Feeds'))).toEqual(['Orders.yaml'])
  })

  it('stands beside one of its name, in the folder that was chosen', async () => {
    const into = await library.createFolder(ROOT, 'Team')
    await library.saveEnvironment('local', { variables: [] })
    const preview = handIn([fixture('exchange.postman_collection.json'), fixture('local.postman_environment.json')])
    expect(await importAll(preview, into)).toMatchObject({ path: 'Team/Exchange', environments: ['Local 2'] })
    expect(await importAll(preview, into)).toMatchObject({ path: 'Team/Exchange 2', environments: ['Local 3'] })
  })

  it('is taken back: the folder into the trash, environments as long as they were left alone', async () => {
    const preview = handIn([fixture('exchange.postman_collection.json'), fixture('local.postman_environment.json')])
    await importAll(preview)
    await imports.undo(preview.id)
    expect(await library.tree()).toEqual([])
    expect(await library.environments()).toEqual([])
    await importAll(preview)
    await library.environments()
    await library.saveEnvironment('Local', { variables: [{ name: 'mine', kind: 'plain', value: '1', enabled: true }] })
    await imports.undo(preview.id)
    expect(await library.environments()).toMatchObject([{ name: 'Local', variables: [{ name: 'mine' }] }])
  })

  it('is taken back to the end where its folder was deleted meanwhile', async () => {
    const preview = handIn([fixture('exchange.postman_collection.json'), fixture('local.postman_environment.json')])
    await importAll(preview)
    await library.delete(at('Exchange'))
    await imports.undo(preview.id)
    expect(await library.environments()).toEqual([])
  })

  it('is written whole or not at all', async (context) => {
    context.skip(process.getuid?.() === 0, 'root may write everywhere')
    const into = await library.createFolder(ROOT, 'Locked')
    await chmod(join(folder, 'Locked'), 0o500)
    const preview = handIn([fixture('exchange.postman_collection.json'), fixture('local.postman_environment.json')])
    await expect(importAll(preview, into)).rejects.toMatchObject({ code: 'library.io' })
    expect(await library.environments()).toEqual([])
    expect(await readdir(join(folder, 'Locked'))).toEqual([])
  })

  it('leaves no environment behind where its folder is not there any more', async () => {
    const preview = handIn([fixture('exchange.postman_collection.json'), fixture('local.postman_environment.json')])
    await expect(importAll(preview, at('Gone'))).rejects.toMatchObject({ code: 'library.not-found' })
    expect(await library.environments()).toEqual([])
    expect(await library.tree()).toEqual([])
  })
})

describe('hostile collections', () => {
  it('get names that are names of files, each once', async () => {
    const names = ['../x', '..', 'CON', 'x'.repeat(300), 'feed', 'FEED', '', 'a/b', '.hidden', 'folder', 'environments']
    const { path, specs } = await importAll(handIn([{ path: 'c.json', bytes: bytes(collection(names, '../../escape')) }]))
    expect([path, specs]).toEqual(['-..-escape', names.length])
    expect(await readdir(folder)).toEqual(['-..-escape'])
    const tree = paths(await library.tree())
    expect(tree.map((each) => each.replace('-..-escape/', ''))).toEqual([
      '',
      '-x',
      'Connection',
      '_CON',
      'x'.repeat(100),
      'feed',
      'FEED 2',
      'Unnamed',
      'a-b',
      'hidden',
      '_folder',
      '_environments',
    ])
    for (const each of tree.filter((one) => !one.endsWith('/'))) expect((await library.read(at(each))).spec.url).toMatch(/^ws:/)
  })

  it('are refused beyond 64 MiB, beyond 5,000 files, and where nothing is known', () => {
    const { id } = imports.begin()
    const piece = new Uint8Array(4 * 1024 * 1024)
    for (let count = 0; count < 16; count++) imports.write(id, [{ path: 'a', bytes: piece }])
    const tooLarge = expect.objectContaining({ code: 'import.too-large' })
    expect(() => imports.write(id, [{ path: 'a', bytes: new Uint8Array(1) }])).toThrow(tooLarge)
    const many = imports.begin().id
    expect(() =>
      imports.write(
        many,
        Array.from({ length: 5_001 }, (_, index) => ({ path: `${index}`, bytes: new Uint8Array(0) })),
      ),
    ).toThrow(tooLarge)
    expect(() => handIn([{ path: 'x.json', bytes: bytes('{"a":1}') }])).toThrow(expect.objectContaining({ code: 'import.unreadable' }))
    expect(() => imports.readText('echo hello')).toThrow(expect.objectContaining({ code: 'import.unreadable' }))
  })

  it('are forgotten when newer ones come', () => {
    const { id } = imports.readText('ws://127.0.0.1/0')
    expect(imports.spec(id, 0).spec.url).toBe('ws://127.0.0.1/0')
    expect(() => imports.spec(id, 1)).toThrow(expect.objectContaining({ code: 'input.invalid' }))
    for (let count = 0; count < 4; count++) imports.readText(`ws://127.0.0.1/${count}`)
    expect(() => imports.spec(id, 0)).toThrow(expect.objectContaining({ code: 'input.invalid' }))
  })

  it('of 5,000 specs of one name are all written', async () => {
    const preview = handIn([{ path: 'c.json', bytes: bytes(collection(Array.from({ length: 5_000 }, () => 'Same'))) }])
    expect(preview.remarksTotal).toBe(4_999)
    expect(preview.remarks).toHaveLength(500)
    const { path } = await importAll(preview)
    const entries = await readdir(join(folder, path ?? ''))
    expect(entries.filter((entry) => entry !== 'folder.yaml')).toHaveLength(5_000)
    const [tree] = await library.tree()
    expect(tree?.kind === 'folder' && tree.children.slice(0, 3).map(({ name }) => name)).toEqual(['Same', 'Same 2', 'Same 3'])
  }, 120_000)

  it('that were joined from pieces are what they were', () => {
    const whole = bytes(collection(['Größe']))
    const { id } = imports.begin()
    for (const byte of whole) imports.write(id, [{ path: 'c.json', bytes: Uint8Array.of(byte) }])
    expect(imports.read(id).specs).toMatchObject([{ name: 'Größe' }])
  })
})

describe.skipIf(!hasSamples)('real files, read and written and read again', () => {
  it.each([
    'postman/v2.1-composed.json',
    'postman/v3-composed',
    'insomnia/insomnia-v4-simple-with-ws-payload.yaml',
    'insomnia/insomnia-v5-websockets.yaml',
    'bruno/bru-single',
    'bruno/opencollection-multi-message',
    'yaak/schema4-composed.json',
    'har/chromium-156-devtools-export-sanitized.har',
    'asyncapi/3.0.0/websocket-gemini-asyncapi.yml',
    'asyncapi/with-refs',
  ])('%s', async (path) => {
    const files = sample(path)
    const { specs } = readCollection(files)
    const preview = handIn(files.map(({ path: name, text }) => ({ path: name, bytes: bytes(text) })))
    const imported = await importAll(preview)
    expect(imported.specs).toBe(specs.length)
    const written = paths(await library.tree()).filter((each) => !each.endsWith('/'))
    const back = await Promise.all(written.map((each) => library.read(at(each))))
    expect(back).toHaveLength(specs.length)
    expect(back).toEqual(expect.arrayContaining(specs.map(({ saved }) => saved)))
    expect((await stat(join(folder, imported.path ?? ''))).isDirectory()).toBe(true)
  })
})

it('a line of curl is a spec to be tried without being saved', async () => {
  const { id, specs } = imports.readText("curl -H 'X-A: 1' wss://example.com/chat")
  expect(specs).toMatchObject([{ url: 'wss://example.com/chat' }])
  expect(imports.spec(id, 0).spec).toEqual({
    ...DEFAULT_SPEC,
    url: 'wss://example.com/chat',
    headers: [{ name: 'X-A', value: '1', enabled: true }],
  })
  await mkdir(join(folder, 'untouched'))
  expect(await readdir(folder)).toEqual(['untouched'])
})
