import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DEFAULT_FOLDER, type FolderSettings } from '#shared/model/folder.ts'
import type { SavedSpec } from '#shared/model/spec.ts'
import { FOLDER_FILE } from './folder-file.ts'
import { FOLDER_FILE_NAME, fileFor } from './places.ts'
import { SPEC_FILE } from './spec-file.ts'

/** A folder of a tree that is not on the disk yet. */
export interface NewFolder {
  /** Index of the folder it stands in, which comes before it; null for the tree itself, the first one. */
  readonly parent: number | null
  /** As checkName takes it, and free among its siblings. */
  readonly name: string
  readonly settings: FolderSettings
}

export interface NewSpec {
  /** Index of its folder. */
  readonly folder: number
  readonly name: string
  readonly saved: SavedSpec
}

export interface NewTree {
  readonly folders: readonly NewFolder[]
  readonly specs: readonly NewSpec[]
}

/** Files written at once. */
const AT_ONCE = 16

/** Writes all of a tree into a folder that is there and empty, which becomes its first one. @param folder absolute */
export async function writeNewTree(folder: string, { folders, specs }: NewTree): Promise<void> {
  const places: string[] = []
  for (const { parent, name, settings } of folders) {
    const place = parent === null ? folder : join(places[parent] ?? folder, name)
    if (parent !== null) await mkdir(place)
    if (JSON.stringify(settings) !== JSON.stringify(DEFAULT_FOLDER))
      await write(join(place, FOLDER_FILE_NAME), FOLDER_FILE.create(settings))
    places.push(place)
  }
  for (let first = 0; first < specs.length; first += AT_ONCE) {
    const some = specs.slice(first, first + AT_ONCE)
    await Promise.all(some.map((spec) => write(fileFor(places[spec.folder] ?? folder, spec.name, 'spec'), SPEC_FILE.create(spec.saved))))
  }
}

/** On the disk before the tree gets its name. */
const write = (file: string, text: string): Promise<void> => writeFile(file, text, { flag: 'wx', flush: true })
