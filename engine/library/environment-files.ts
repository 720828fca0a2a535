import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, type Failure, failureOf } from '#shared/errors.ts'
import type { Environment } from '#shared/model/folder.ts'
import { codeOf, exists } from '../files/atomic-write.ts'
import { ENVIRONMENT_FILE } from './environment-file.ts'
import type { KnownFiles } from './known-files.ts'
import { checkName } from './names.ts'
import { ENVIRONMENTS_FOLDER, EXTENSION, isIgnored, nameOf } from './places.ts'

/** An environment, or why its file cannot be read. */
export interface NamedEnvironment extends Environment {
  readonly name: string
  readonly failure: Failure | null
}

/** `environments/NAME.yaml` of a workspace. */
export class EnvironmentFiles {
  readonly #folder: string
  readonly #files: KnownFiles

  /** @param root absolute path of the workspace */
  constructor(root: string, files: KnownFiles) {
    this.#folder = join(root, ENVIRONMENTS_FOLDER)
    this.#files = files
  }

  async list(): Promise<NamedEnvironment[]> {
    const entries = (await this.#entries()).filter((entry) => entry.endsWith(EXTENSION) && !isIgnored(entry)).sort()
    return Promise.all(entries.map((entry) => this.#read(nameOf(entry))))
  }

  /** @throws AppError 'library.invalid-name', 'library.changed', 'library.invalid-file' */
  async save(name: string, environment: Environment): Promise<void> {
    const file = this.#fileOf(checkName(name))
    if (await exists(file)) {
      await this.#files.edit(file, titleOf(name), (bytes) => ENVIRONMENT_FILE.edit(bytes, environment, titleOf(name)))
      return
    }
    await mkdir(this.#folder, { recursive: true })
    await this.#files.create(file, ENVIRONMENT_FILE.create(environment))
  }

  /** @throws AppError 'library.not-found' */
  async delete(name: string): Promise<void> {
    const file = this.#fileOf(checkName(name))
    if (!(await exists(file))) throw new AppError('library.not-found', `There is no environment "${name}" any more.`)
    await rm(file)
    this.#files.forget(file)
  }

  async #read(name: string): Promise<NamedEnvironment> {
    try {
      const { variables } = await this.#files.read(this.#fileOf(name), (bytes) => ENVIRONMENT_FILE.read(bytes, titleOf(name)))
      return { name, variables, failure: null }
    } catch (error) {
      return { name, variables: [], failure: failureOf(error) }
    }
  }

  async #entries(): Promise<string[]> {
    try {
      return await readdir(this.#folder)
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return []
      throw error
    }
  }

  #fileOf(name: string): string {
    return join(this.#folder, name + EXTENSION)
  }
}

const titleOf = (name: string): string => `${ENVIRONMENTS_FOLDER}/${name}${EXTENSION}`
