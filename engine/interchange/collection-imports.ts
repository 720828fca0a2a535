import { randomBytes } from 'node:crypto'
import type { Library } from '#engine/library/library.ts'
import { nameKey } from '#engine/library/names.ts'
import { AppError } from '#shared/errors.ts'
import {
  type CollectionImport,
  type CollectionImported,
  type CollectionPiece,
  type CollectionPreview,
  type ImportedEnvironment,
  MOST_REMARKS_SHOWN,
} from '#shared/model/collection-import.ts'
import type { ImportId, LibraryPath } from '#shared/model/ids.ts'
import type { SavedSpec } from '#shared/model/spec.ts'
import { type CollectionPlan, chosenTree, planCollection, saysSomething } from './collections/plan-collection.ts'
import { readCollection } from './collections/read-collection.ts'
import { HandedInFiles } from './handed-in-files.ts'
import { writeEnvironments } from './write-environments.ts'

/** Collections that windows look at, or hand in, at the same time; the oldest make room. */
const MOST_KEPT = 4
/** Nobody looks longer at a preview; it can be read again. */
const KEPT_MS = 30 * 60 * 1000
const SHOWN_CHARACTERS = 300

interface Kept {
  readonly plan: CollectionPlan
  /** What was written of it, to be undone. */
  written: { readonly path: LibraryPath | null; readonly environments: readonly ImportedEnvironment[] } | null
}

interface Entry {
  readonly timer: NodeJS.Timeout
  /** Being handed in, or read. */
  readonly held: HandedInFiles | Kept
}

/** The 'collection.*' calls: foreign collections are handed in, looked at, and written into the library. */
export class CollectionImports {
  readonly #library: Library
  readonly #entries = new Map<ImportId, Entry>()

  constructor(library: Library) {
    this.#library = library
  }

  begin(): { readonly id: ImportId } {
    return { id: this.#keep(new HandedInFiles()) }
  }

  /** @throws AppError 'import.too-large' */
  write(id: ImportId, pieces: readonly CollectionPiece[]): void {
    const { held } = this.#entry(id)
    if (!(held instanceof HandedInFiles)) throw gone()
    for (const piece of pieces) held.add(piece)
  }

  /** All files are there. @throws AppError 'import.unreadable' */
  read(id: ImportId): CollectionPreview {
    const { held } = this.#entry(id)
    this.forget(id)
    if (!(held instanceof HandedInFiles)) throw gone()
    return this.#preview(readCollection(held.texts()))
  }

  /** @param text a command line, a URL, or a whole file. @throws AppError 'import.unreadable' */
  readText(text: string): CollectionPreview {
    return this.#preview(readCollection([{ path: 'pasted', text }]))
  }

  /** One spec of it, to be tried without being saved. */
  spec(id: ImportId, index: number): SavedSpec {
    const found = this.#kept(id).plan.specs[index]
    if (!found) throw gone()
    return found.saved
  }

  /**
   * Writes what was chosen: all of it or, on a failure, nothing.
   *
   * @param specs indexes of the preview's specs; `environments` the same
   */
  async import(id: ImportId, folder: LibraryPath, specs: readonly number[], environments: readonly number[]): Promise<CollectionImported> {
    const kept = this.#kept(id)
    const { plan } = kept
    const tree = chosenTree(plan, specs)
    const wanted = new Set(environments)
    const written = await writeEnvironments(
      this.#library,
      plan.environments.filter((_, index) => wanted.has(index)),
    )
    try {
      const path = tree && (await this.#library.createTree(folder, tree))
      kept.written = { path, environments: written.environments }
      return { path, specs: tree?.specs.length ?? 0, environments: written.environments.map(({ name }) => name) }
    } catch (error) {
      await written.takeBack()
      throw error
    }
  }

  /** The folder goes to the workspace's trash, and environments that are as they were written go, too. */
  async undo(id: ImportId): Promise<void> {
    const kept = this.#kept(id)
    const { written } = kept
    kept.written = null
    if (!written) return
    if (written.path !== null) await this.#deleteIfThere(written.path)
    const now = await this.#library.environments()
    for (const { name, variables } of written.environments) {
      const found = now.find((environment) => nameKey(environment.name) === nameKey(name))
      if (found && JSON.stringify(found.variables) === JSON.stringify(variables)) await this.#library.deleteEnvironment(found.name)
    }
  }

  async #deleteIfThere(path: LibraryPath): Promise<void> {
    try {
      await this.#library.delete(path)
    } catch (error) {
      // Whoever deleted it meanwhile wanted the same.
      if (!(error instanceof AppError) || error.code !== 'library.not-found') throw error
    }
  }

  forget(id: ImportId): void {
    clearTimeout(this.#entries.get(id)?.timer)
    this.#entries.delete(id)
  }

  close(): void {
    for (const id of [...this.#entries.keys()]) this.forget(id)
  }

  #preview(collection: CollectionImport): CollectionPreview {
    const plan = planCollection(collection)
    const { folders, specs, environments, remarks } = plan
    return {
      id: this.#keep({ plan, written: null }),
      format: collection.format,
      folders: folders.map(({ parent, name, settings }) => ({ parent, name, hasSettings: saysSomething(settings) })),
      specs: specs.map(({ folder, name, saved }) => ({ folder, name, url: cut(saved.spec.url), messages: saved.messages.length })),
      environments: environments.map(({ name, variables }) => ({ name, variables: variables.length })),
      remarks: remarks.slice(0, MOST_REMARKS_SHOWN).map(({ kind, place, text }) => ({ kind, place: cut(place), text: cut(text) })),
      remarksTotal: remarks.length,
      hasPlaceholders: JSON.stringify([folders, specs]).includes('{{'),
    }
  }

  #keep(held: HandedInFiles | Kept): ImportId {
    // The one place where these ids are made.
    const id = randomBytes(16).toString('hex') as ImportId
    for (const oldest of [...this.#entries.keys()].slice(0, Math.max(0, this.#entries.size - MOST_KEPT + 1))) this.forget(oldest)
    const timer = setTimeout(() => this.forget(id), KEPT_MS)
    timer.unref()
    this.#entries.set(id, { timer, held })
    return id
  }

  #entry(id: ImportId): Entry {
    const entry = this.#entries.get(id)
    if (!entry) throw gone()
    return entry
  }

  #kept(id: ImportId): Kept {
    const { held } = this.#entry(id)
    if (held instanceof HandedInFiles) throw gone()
    return held
  }
}

const cut = (text: string): string => (text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS).toWellFormed()}…` : text)

const gone = (): AppError =>
  new AppError('input.invalid', 'This collection is not being imported any more.', { hint: 'Choose its files again.' })
