import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { chosenTree, openLibrary, planCollection, readCollection, writeEnvironments } from '#engine/index.ts'
import type { ImportRemarkKind } from '#shared/model/collection-import.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import { escapeForTerminal } from '#shared/text/escape-for-terminal.ts'
import { countText } from '#shared/text/units.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'
import { foldersOf } from './folders.ts'
import { readCollectionFiles } from './import/collection-files.ts'

const SIGNS: Readonly<Record<ImportRemarkKind, string>> = { changed: '◇ changed', 'left-out': '✕ left out', unsure: '▲ look at' }
const ROOT = '' as LibraryPath

/**
 * `sockscope import` of a collection: its connections as files in a new folder of `output`, or of the workspace. stdout has a line for each
 * connection, stderr what was not understood, and why.
 *
 * @throws AppError 'import.unreadable', 'import.too-large', 'input.invalid', 'library.io'
 */
export async function importCollection(paths: readonly string[], output: string | null): Promise<ExitStatus> {
  const plan = planCollection(readCollection(await readCollectionFiles(paths)))
  const { environments, remarks } = plan
  const tree = chosenTree(plan, [...plan.specs.keys()])
  for (const { kind, place, text } of remarks) process.stderr.write(`${escapeForTerminal(`${SIGNS[kind]}  ${place}: ${text}`)}\n`)
  if (plan.specs.length + environments.length === 0) {
    process.stderr.write('sockscope: There is no WebSocket connection in it.\n')
    return EXIT.failed
  }
  const workspace = resolve(output ?? foldersOf().workspace)
  await mkdir(workspace, { recursive: true })
  const library = await openLibrary({ folder: workspace, onChange: () => undefined })
  const written = await writeEnvironments(library, environments)
  const path = tree && (await createOrTakeBack(() => library.createTree(ROOT, tree), written.takeBack))
  for (const { folder, name, saved } of tree?.specs ?? []) {
    const place = [path, ...pathOf(tree?.folders ?? [], folder), name].join('/')
    const messages = saved.messages.length === 0 ? '' : `  ${countText(saved.messages.length, 'message')}`
    process.stdout.write(`${escapeForTerminal(`${place}.yaml  ${saved.spec.url}${messages}`)}\n`)
  }
  for (const { name } of written.environments) process.stdout.write(`${escapeForTerminal(`environments/${name}.yaml`)}\n`)
  if (tree && JSON.stringify(tree).includes('{{')) {
    process.stderr.write('▲ {{…}} is kept as written; variables are not filled in yet.\n')
  }
  return EXIT.done
}

async function createOrTakeBack(create: () => Promise<LibraryPath>, takeBack: () => Promise<void>): Promise<LibraryPath> {
  try {
    return await create()
  } catch (error) {
    await takeBack()
    throw error
  }
}

/** Names of the folders below the collection's own. */
function pathOf(folders: readonly { readonly parent: number | null; readonly name: string }[], index: number): string[] {
  const folder = folders[index]
  return !folder || folder.parent === null ? [] : [...pathOf(folders, folder.parent), folder.name]
}
