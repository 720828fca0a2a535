import { randomBytes } from 'node:crypto'
import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import * as z from 'zod'
import { AppError } from '#shared/errors.ts'
import { codeOf, exists } from '../files/atomic-write.ts'
import { isIgnored, nameOf, outside, type Place } from './places.ts'

const HOUSE = '.sockscope'
const ORIGIN = 'origin.json'

const originSchema = z.object({ kind: z.enum(['spec', 'folder']), folder: z.array(z.string()), entry: z.string() })

/** Where a thing in the trash stood, and where it stands now. */
export interface Trashed {
  readonly kind: Place['kind']
  /** Names of the folders it stood in, from the workspace on. */
  readonly folder: readonly string[]
  readonly name: string
  /** Absolute path in the trash. */
  readonly file: string
}

/** The trash in the workspace's own folder, which is kept out of git by a file of its own. */
async function trashOf(root: string): Promise<string> {
  const house = await plainFolder(join(root, HOUSE))
  const ignore = join(house, '.gitignore')
  if (!(await exists(ignore))) await writeFile(ignore, '# Written by Sockscope: its trash is yours alone.\n*\n')
  return plainFolder(join(house, 'trash'))
}

/** Makes a folder if it is not there. A shared workspace could bring a link in its place, and things would leave the workspace by it. */
async function plainFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  if ((await realpath(folder)) !== folder) throw outside(basename(folder), 'it is a symbolic link')
  return folder
}

/** Moves a spec or folder to the trash. @returns its id there */
export async function moveToTrash(root: string, { kind, file }: Place): Promise<string> {
  const id = `${new Date().toISOString().replaceAll(/[-:]|\..*/g, '')}-${randomBytes(6).toString('hex')}`
  const bin = join(await trashOf(root), id)
  await mkdir(bin, { recursive: true })
  const folder = relative(root, dirname(file)).split(sep).filter(Boolean)
  // First the note, then the move: whatever stops the process, a thing in the trash knows where it came from.
  await writeFile(join(bin, ORIGIN), `${JSON.stringify({ kind, folder, entry: basename(file) }, null, 2)}\n`)
  await rename(file, join(bin, basename(file)))
  return id
}

/** @throws AppError 'library.not-found' if nothing of that id is in the trash */
export async function findInTrash(root: string, id: string): Promise<Trashed> {
  const missing = (cause?: unknown) =>
    new AppError('library.not-found', 'There is nothing of that kind in the trash any more.', {
      hint: `Look into ${HOUSE}/trash in the workspace.`,
      cause,
    })
  if (!/^\d{8}T\d{6}-[0-9a-f]{12}$/.test(id)) throw missing()
  const bin = join(await trashOf(root), id)
  try {
    const { kind, folder, entry } = originSchema.parse(JSON.parse(await readFile(join(bin, ORIGIN), 'utf8')))
    const file = join(bin, entry)
    // The note may have come with a shared workspace: it must not name a way out of the bin.
    if (isIgnored(entry) || basename(entry) !== entry || !(await exists(file))) throw missing()
    return { kind, folder, name: kind === 'spec' ? nameOf(entry) : entry, file }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError || codeOf(error) === 'ENOENT') throw missing(error)
    throw error
  }
}

/** Removes what is left of a trashed thing that was put back. */
export async function emptyBin({ file }: Trashed): Promise<void> {
  await rm(dirname(file), { recursive: true, force: true })
}
