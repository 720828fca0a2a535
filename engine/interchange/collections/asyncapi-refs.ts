import { type Foreign, isTable, parseYaml, tableOf, textAt, valueAt } from './foreign.ts'
import type { Gathering } from './gathering.ts'
import { folderOf, joined } from './paths.ts'
import type { SourceFile } from './source.ts'

/** References to references, and so on. */
const MAX_STEPS = 32

/** A value and the document it stands in, for its own references lead on from there. */
export interface Placed {
  readonly value: Foreign
  readonly path: string
}

/**
 * Follows `$ref` within the files that were chosen; what leads to the network or out of them is never fetched.
 * @see RFC 6901, and AsyncAPI's "Reference Object"
 */
export class References {
  readonly #files: readonly SourceFile[]
  readonly #gathering: Gathering
  readonly #documents = new Map<string, unknown>()

  constructor(files: readonly SourceFile[], gathering: Gathering) {
    this.#files = files
    this.#gathering = gathering
  }

  document(path: string): unknown {
    const known = this.#documents.get(path)
    if (known !== undefined) return known
    const file = this.#files.find((each) => each.path === path)
    const document = file ? parseYaml(file.text) : null
    this.#documents.set(path, document)
    return document
  }

  /** The table that is meant, whether it stands here or is referred to; an empty one, remarked, if it cannot be found. */
  resolve(value: unknown, path: string): Placed {
    let at = { value: tableOf(value), path }
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const reference = textAt(at.value, '$ref')
      if (reference === '') return at
      const next = this.#follow(reference, at.path)
      if (next === null) return { value: tableOf(null), path: at.path }
      at = next
    }
    this.#gathering.remark('left-out', [textAt(at.value, '$ref')], 'References lead in a circle.')
    return { value: tableOf(null), path }
  }

  #follow(reference: string, from: string): Placed | null {
    const [file = '', pointer = ''] = reference.split('#')
    const target = file === '' ? from : joined(folderOf(from), file)?.join('/')
    const document = target === undefined || /^[a-z]+:\/\//i.test(file) ? null : this.document(target)
    const value = document === null ? null : at(document, pointer)
    if (target !== undefined && isTable(value)) return { value, path: target }
    const why = /^[a-z]+:\/\//i.test(file) ? 'Sockscope fetches nothing unasked' : 'there is no such place in the files that were chosen'
    this.#gathering.remark('left-out', [reference], `The reference was not followed: ${why}.`)
    return null
  }
}

/** @see RFC 6901 section 4 */
function at(document: unknown, pointer: string): unknown {
  let value: unknown = document
  for (const step of pointer.split('/').slice(1)) {
    const key = decoded(step).replaceAll('~1', '/').replaceAll('~0', '~')
    value = Array.isArray(value) ? value[Number(key)] : valueAt(value, key)
  }
  return value
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}
