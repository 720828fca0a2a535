import { FreeNames, nameFrom } from '#engine/library/names.ts'
import type { NewFolder, NewSpec, NewTree } from '#engine/library/new-tree.ts'
import type { CollectionImport, ImportedEnvironment, ImportRemark } from '#shared/model/collection-import.ts'
import { DEFAULT_FOLDER, type FolderSettings } from '#shared/model/folder.ts'
import { MAX_ITEMS, unreadable } from './source.ts'

/** A collection as it would be written: every name is one that files can have, and free among its siblings. */
export interface CollectionPlan extends NewTree {
  readonly environments: readonly ImportedEnvironment[]
  /** Those of the collection, and what had to be renamed. */
  readonly remarks: readonly ImportRemark[]
}

/** The names of what has none. */
const UNNAMED = { collection: 'Imported', folder: 'Folder', spec: 'Connection', environment: 'Environment' } as const

/** @throws AppError 'import.unreadable' for a collection of more folders than anybody has */
export function planCollection(collection: CollectionImport): CollectionPlan {
  const planning = new Planning()
  const root = planning.add(null, [], collection.name, UNNAMED.collection)
  const specs = collection.specs.map(({ folder, name, saved }): NewSpec => {
    const at = planning.folderAt(root, folder)
    return { folder: at.index, name: planning.name(at, [...folder, name], name, UNNAMED.spec), saved }
  })
  for (const { path, auth, headers, variables } of collection.folders) {
    const said = { auth: auth ?? DEFAULT_FOLDER.auth, headers, variables }
    planning.folderAt(root, path).said = said
  }
  const free = new FreeNames()
  const environments = collection.environments.map(({ name, variables }) => ({
    name: planning.nameIn(free, [name], name, UNNAMED.environment),
    variables,
  }))
  return { folders: planning.folders(), specs, environments, remarks: [...collection.remarks, ...planning.remarks] }
}

/**
 * The part of a plan that was chosen, with the folders it stands in; null where that is none. What a folder says of the whole collection
 * is taken along even if no spec of it is chosen.
 */
export function chosenTree({ folders, specs }: NewTree, chosen: readonly number[]): NewTree | null {
  const wanted = new Set(chosen)
  const taken = specs.filter((_, index) => wanted.has(index))
  const needed = new Set<number>(taken.map(({ folder }) => folder))
  if (folders[0] && (taken.length > 0 || (specs.length === 0 && saysSomething(folders[0].settings)))) needed.add(0)
  // A folder comes behind the one it stands in, so one walk from the end finds them all.
  for (const [index, { parent }] of [...folders.entries()].reverse()) if (needed.has(index) && parent !== null) needed.add(parent)
  if (needed.size === 0) return null
  const places = new Map([...needed].sort((a, b) => a - b).map((from, to) => [from, to] as const))
  const placeOf = (index: number): number => places.get(index) ?? 0
  const names = new Map([...needed].map((index) => [index, new Set<string>()] as const))
  for (const { folder, name } of taken) names.get(folder)?.add(name)
  for (const index of needed) names.get(folders[index]?.parent ?? -1)?.add(folders[index]?.name ?? '')
  return {
    folders: folders.flatMap((folder, index) =>
      places.has(index)
        ? [
            {
              ...folder,
              parent: folder.parent === null ? null : placeOf(folder.parent),
              settings: { ...folder.settings, order: orderOf(folder.settings.order, names.get(index)) },
            },
          ]
        : [],
    ),
    specs: taken.map((spec) => ({ ...spec, folder: placeOf(spec.folder) })),
  }
}

/** Of what is there; one alone needs no order. */
function orderOf(order: readonly string[], names: ReadonlySet<string> | undefined): string[] {
  const kept = order.filter((name) => names?.has(name))
  return kept.length > 1 ? kept : []
}

export const saysSomething = ({ auth, headers, variables }: Omit<FolderSettings, 'order'>): boolean =>
  auth.kind !== 'none' || headers.length > 0 || variables.length > 0

interface PlannedFolder {
  readonly index: number
  readonly parent: number | null
  readonly name: string
  said: Omit<FolderSettings, 'order'>
  readonly names: FreeNames
  readonly order: string[]
  readonly folders: Map<string, PlannedFolder>
}

class Planning {
  readonly #folders: PlannedFolder[] = []
  readonly remarks: ImportRemark[] = []

  /** A folder by the foreign names that lead to it, made where it is not there yet. */
  folderAt(root: PlannedFolder, path: readonly string[]): PlannedFolder {
    let folder = root
    for (const [depth, name] of path.entries()) {
      const known = folder.folders.get(name)
      const next = known ?? this.add(folder, path.slice(0, depth), name, UNNAMED.folder)
      folder.folders.set(name, next)
      folder = next
    }
    return folder
  }

  add(parent: PlannedFolder | null, above: readonly string[], given: string, otherwise: string): PlannedFolder {
    if (this.#folders.length >= MAX_ITEMS) throw unreadable(`It holds more than ${MAX_ITEMS} folders.`)
    const place = [...above, given]
    const name = parent ? this.name(parent, place, given, otherwise) : this.nameIn(new FreeNames(), place, given, otherwise)
    const folder: PlannedFolder = {
      index: this.#folders.length,
      parent: parent?.index ?? null,
      name,
      said: DEFAULT_FOLDER,
      names: new FreeNames(),
      order: [],
      folders: new Map(),
    }
    this.#folders.push(folder)
    return folder
  }

  /** A name in a folder, whose order it ends for now. */
  name(folder: PlannedFolder, place: readonly string[], given: string, otherwise: string): string {
    const name = this.nameIn(folder.names, place, given, otherwise)
    folder.order.push(name)
    return name
  }

  nameIn(names: FreeNames, place: readonly string[], given: string, otherwise: string): string {
    const name = names.take(nameFrom(given, otherwise))
    if (name !== given.trim().normalize('NFC')) {
      const shown = place.map((part) => (part.length > 60 ? `${part.slice(0, 60)}…` : part)).join(' / ')
      this.remarks.push({
        kind: 'changed',
        place: shown,
        text: `It is called "${name}" here, for names are names of files and stand once in a folder.`,
      })
    }
    return name
  }

  folders(): NewFolder[] {
    return this.#folders.map(({ parent, name, said, order }) => ({
      parent,
      name,
      settings: { order, auth: said.auth, headers: said.headers, variables: said.variables },
    }))
  }
}
