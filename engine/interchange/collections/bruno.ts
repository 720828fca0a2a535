import type { CollectionImport } from '#shared/model/collection-import.ts'
import type { AuthOptions, Pair } from '#shared/model/spec.ts'
import type { Variable } from '#shared/model/variables.ts'
import { toAuth } from './auth.ts'
import { type BrunoBlock, readBruno } from './bruno-text.ts'
import { parseJson, textAt } from './foreign.ts'
import { Gathering } from './gathering.ts'
import { toMessage } from './messages.ts'
import { baseName, folderOf } from './paths.ts'
import { fromBruno } from './placeholders.ts'
import type { SourceFile } from './source.ts'
import { type SpecDraft, toSavedSpec, withoutQuery } from './spec-draft.ts'

const FILE = /\.bru$/
const SCRIPTS = new Set(['script:pre-request', 'script:post-response', 'tests', 'assert'])

/** A collection is a folder of `.bru` files; a single one is read too. */
export const isBruno = (files: readonly SourceFile[]): boolean => files.some(({ path }) => FILE.test(path))

export function readBrunoFolder(files: readonly SourceFile[]): CollectionImport {
  const gathering = new Gathering(fromBruno)
  const named = files.find(({ path }) => path === 'bruno.json')
  for (const { file, blocks } of inOrder(files)) readFile(file, blocks, gathering)
  const first = files.find(({ path }) => FILE.test(path))
  return gathering.finish('bruno', named ? textAt(parseJson(named.text), 'name') : baseName(first?.path ?? '').replace(FILE, ''))
}

/** As Bruno shows them: by `seq`. */
function inOrder(files: readonly SourceFile[]): { readonly file: SourceFile; readonly blocks: readonly BrunoBlock[] }[] {
  return files
    .filter(({ path }) => FILE.test(path))
    .map((file) => ({ file, blocks: readBruno(file.text) }))
    .sort((a, b) => Number(pairAt(a.blocks, 'meta', 'seq') || 0) - Number(pairAt(b.blocks, 'meta', 'seq') || 0))
}

function readFile({ path }: SourceFile, blocks: readonly BrunoBlock[], gathering: Gathering): void {
  const folder = folderOf(path)
  const file = baseName(path)
  if (folder.at(-1) === 'environments') {
    const name = file.replace(FILE, '')
    gathering.addEnvironment({ name, variables: variablesOf(blocks, gathering, [name]) })
  } else if (file === 'collection.bru' || file === 'folder.bru') {
    const auth = authOf(blocks, gathering, folder)
    gathering.addFolder({
      path: folder,
      auth,
      headers: pairsOf(blocks, 'headers', gathering, folder),
      variables: variablesOf(blocks, gathering, folder),
    })
  } else {
    readRequest(folder, pairAt(blocks, 'meta', 'name') || file.replace(FILE, ''), blocks, gathering)
  }
}

function readRequest(folder: readonly string[], name: string, blocks: readonly BrunoBlock[], gathering: Gathering): void {
  const place = [...folder, name]
  const kind = pairAt(blocks, 'meta', 'type')
  if (kind !== 'ws') {
    gathering.remark('left-out', place, `It is no WebSocket request, but of the type "${kind}".`)
    return
  }
  for (const block of blocks)
    if (SCRIPTS.has(block.name)) gathering.remark('left-out', [...place, block.name], 'Scripts and tests are not run by Sockscope.')
  const params = pairsOf(blocks, 'params:query', gathering, place)
  const url = pathFilled(pairAt(blocks, 'ws', 'url'), blocks)
  const draft: SpecDraft = {
    // The query stands in the URL and, in newer files, in a block as well.
    url: gathering.text(params.length > 0 ? withoutQuery(url) : url, [...place, 'URL']),
    params,
    headers: pairsOf(blocks, 'headers', gathering, place),
    auth: authOf(blocks, gathering, place, pairAt(blocks, 'ws', 'auth')),
    messages: blocks.filter((block) => block.name === 'body:ws').map((block) => readMessage(block, gathering, place)),
  }
  gathering.addSpec({ folder, name, saved: toSavedSpec(draft, gathering, place) })
}

function readMessage(block: BrunoBlock, gathering: Gathering, place: readonly string[]): SpecDraft['messages'][number] {
  const at = (key: string): string => block.pairs.find((pair) => pair.key === key)?.value ?? ''
  return toMessage(at('name'), at('type'), gathering.text(at('content'), [...place, at('name')]))
}

const pathFilled = (url: string, blocks: readonly BrunoBlock[]): string =>
  blocks
    .filter(({ name }) => name === 'params:path')
    .flatMap(({ pairs }) => pairs)
    .reduce((filled, { key, value }) => filled.replaceAll(`/:${key}`, () => `/${value}`), url)

/** `auth:basic { … }`; which one is used says the request, or `auth { mode: … }` of a folder. */
function authOf(blocks: readonly BrunoBlock[], gathering: Gathering, place: readonly string[], said?: string): AuthOptions | null {
  const kind = said ?? pairAt(blocks, 'auth', 'mode')
  const field = (...names: readonly string[]): string =>
    gathering.text(names.map((name) => pairAt(blocks, `auth:${kind}`, name)).find((value) => value !== '') ?? '', [...place, 'auth'])
  return toAuth({ kind, field }, gathering, place)
}

const pairsOf = (blocks: readonly BrunoBlock[], name: string, gathering: Gathering, place: readonly string[]): Pair[] =>
  blocks
    .filter((block) => block.name === name)
    .flatMap(({ pairs }) => pairs)
    .map(({ key, value, enabled }) => ({ name: gathering.text(key, place), value: gathering.text(value, [...place, key]), enabled }))

/** `vars:secret` is a list of names without values. */
function variablesOf(blocks: readonly BrunoBlock[], gathering: Gathering, place: readonly string[]): Variable[] {
  return blocks
    .filter(({ name }) => name === 'vars' || name === 'vars:pre-request')
    .flatMap(({ pairs }) => pairs)
    .map(({ key, value, enabled }) => ({ name: key, kind: 'plain', value: gathering.text(value, [...place, key]), enabled }))
}

const pairAt = (blocks: readonly BrunoBlock[], block: string, key: string): string =>
  blocks.find(({ name }) => name === block)?.pairs.find((pair) => pair.key === key)?.value ?? ''
