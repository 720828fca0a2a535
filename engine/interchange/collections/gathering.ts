import type {
  CollectionImport,
  ImportedEnvironment,
  ImportedFolder,
  ImportedSpec,
  ImportFormat,
  ImportRemark,
  ImportRemarkKind,
} from '#shared/model/collection-import.ts'
import type { Converted } from './placeholders.ts'
import { MAX_ITEMS, unreadable } from './source.ts'

/** What an importer understood so far. */
export class Gathering {
  readonly #specs: ImportedSpec[] = []
  readonly #folders: ImportedFolder[] = []
  readonly #environments: ImportedEnvironment[] = []
  readonly #remarks: ImportRemark[] = []
  readonly #convert: (text: string) => Converted

  /** @param convert the tool's placeholders to ours */
  constructor(convert: (text: string) => Converted) {
    this.#convert = convert
  }

  /** A text of the tool in our words; what could not be converted is remarked and stays as it was written. */
  text(text: string, place: readonly string[]): string {
    const { text: converted, unknown } = this.#convert(text)
    for (const placeholder of new Set(unknown)) {
      this.remark('unsure', place, `${placeholder.slice(0, 80)} is nothing that is known here; it stays as plain text.`)
    }
    return converted
  }

  addSpec(spec: ImportedSpec): void {
    this.#specs.push(spec)
    this.#requireRoom()
  }

  /** A folder that says nothing of its own needs no line; what is said of one again is added to it. */
  addFolder(folder: ImportedFolder): void {
    if (folder.auth === null && folder.headers.length === 0 && folder.variables.length === 0) return
    const at = this.#folders.findIndex(
      ({ path }) => path.length === folder.path.length && path.every((name, index) => name === folder.path[index]),
    )
    const known = this.#folders[at]
    if (known) this.#folders[at] = merged(known, folder)
    else this.#folders.push(folder)
    this.#requireRoom()
  }

  addEnvironment(environment: ImportedEnvironment): void {
    this.#environments.push(environment)
    this.#requireRoom()
  }

  remark(kind: ImportRemarkKind, place: readonly string[], text: string): void {
    this.#remarks.push({ kind, place: place.filter((part) => part !== '').join(' / '), text })
    this.#requireRoom()
  }

  finish(format: ImportFormat, name: string): CollectionImport {
    return {
      format,
      name: name.trim() === '' ? 'Imported' : name.trim(),
      specs: this.#specs,
      folders: this.#folders,
      environments: this.#environments,
      remarks: this.#remarks,
    }
  }

  #requireRoom(): void {
    const count = this.#specs.length + this.#folders.length + this.#environments.length + this.#remarks.length
    if (count > MAX_ITEMS) throw unreadable(`It holds more than ${MAX_ITEMS} items.`)
  }
}

const merged = (known: ImportedFolder, more: ImportedFolder): ImportedFolder => ({
  path: known.path,
  auth: known.auth ?? more.auth,
  headers: [...known.headers, ...more.headers],
  variables: [...known.variables, ...more.variables.filter(({ name }) => known.variables.every((variable) => variable.name !== name))],
})
