import type { Library } from '#engine/library/library.ts'
import { freeName, nameKey } from '#engine/library/names.ts'
import type { ImportedEnvironment } from '#shared/model/collection-import.ts'

interface WrittenEnvironments {
  /** Under the names they got. */
  readonly environments: readonly ImportedEnvironment[]
  readonly takeBack: () => Promise<void>
}

/** Makes an environment of each, numbered where its name is taken. If one cannot be written, none of them stays. */
export async function writeEnvironments(library: Library, environments: readonly ImportedEnvironment[]): Promise<WrittenEnvironments> {
  const written: ImportedEnvironment[] = []
  const takeBack = async (): Promise<void> => {
    for (const { name } of written) await library.deleteEnvironment(name)
  }
  if (environments.length === 0) return { environments: written, takeBack }
  const taken = new Set((await library.environments()).map(({ name }) => nameKey(name)))
  try {
    for (const { name: wanted, variables } of environments) {
      const name = freeName(wanted, (candidate) => taken.has(nameKey(candidate)))
      await library.saveEnvironment(name, { variables })
      taken.add(nameKey(name))
      written.push({ name, variables })
    }
  } catch (error) {
    await takeBack()
    throw error
  }
  return { environments: written, takeBack }
}
