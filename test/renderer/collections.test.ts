import { describe, expect, it } from 'vitest'
import { fileKindOf, isOfCollection } from '#renderer/collections/file-kind.ts'
import { isCommandLine } from '#renderer/collections/pasted-line.ts'
import { checkedState, previewRows } from '#renderer/collections/preview-rows.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a file that is dropped', () => {
  it.each([
    ['talk.pcapng', Uint8Array.of(0x0a, 0x0d, 0x0d, 0x0a), 'capture'],
    ['no-name', Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1), 'capture'],
    ['run.sockscope', bytes('SQLite format 3\0'), 'capture'],
    ['records.json', bytes('{"type":"handshake","connection":1}'), 'capture'],
    ['page.har', bytes('{"log":{}}'), 'either'],
    ['page.json', bytes('\n{ "log": { "version": "1.2" } }'), 'either'],
    ['Exchange.postman_collection.json', bytes('{"info":{}}'), 'collection'],
    ['a.bru', bytes('meta {\n  type: ws\n}'), 'collection'],
    ['yaak.json', bytes('{"type":"workspace"}'), 'collection'],
    ['empty.json', bytes(''), 'collection'],
  ] as const)('%s may be a %s', (name, beginning, kind) => expect(fileKindOf(name, beginning)).toBe(kind))
})

it('of a folder, packages and files of git are left alone', () => {
  expect(['a.bru', '.resources/x.message.yaml', 'node_modules/p/package.json', '.git/x.json', 'logo.png'].filter(isOfCollection)).toEqual([
    'a.bru',
    '.resources/x.message.yaml',
  ])
})

describe('the tree of what would be written', () => {
  const preview = {
    folders: [
      { parent: null, name: 'All', hasSettings: false },
      { parent: 0, name: 'Feeds', hasSettings: false },
      { parent: 0, name: 'Empty', hasSettings: true },
      { parent: 1, name: 'Deep', hasSettings: false },
    ],
    specs: [0, 3, 0, 1].map((folder, index) => ({ folder, name: `s${index}`, url: '', messages: 0 })),
  }
  const rows = previewRows(preview)

  it('has folders where their first spec stands, and none without a spec', () => {
    const shown = rows.map(({ kind, index, level }) => [
      level,
      kind === 'folder' ? preview.folders[index]?.name : preview.specs[index]?.name,
    ])
    expect(shown).toEqual([
      [1, 'All'],
      [2, 's0'],
      [2, 'Feeds'],
      [3, 'Deep'],
      [4, 's1'],
      [3, 's3'],
      [2, 's2'],
    ])
  })

  it('says of a folder whether all, some or none of it is chosen', () => {
    const [all] = rows
    expect(all && [new Set([0, 1, 2, 3]), new Set([2]), new Set<number>()].map((chosen) => checkedState(all, chosen))).toEqual([
      true,
      'mixed',
      false,
    ])
  })

  it('is empty where there is nothing', () => expect(previewRows({ folders: [], specs: [] })).toEqual([]))
})

it('lines of tools are told from URLs', () => {
  expect(["curl 'wss://a/b' -H 'X: 1'", '$ wscat -c ws://a', 'npx wscat -c ws://a', 'websocat ws://a'].every(isCommandLine)).toBe(true)
  expect(['ws://127.0.0.1/curl ', 'wss://a', 'curl', 'curlew x', ''].some(isCommandLine)).toBe(false)
})
