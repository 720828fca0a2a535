import type { Cookie as JarCookie } from 'tough-cookie'
import { type Failure, failureOf } from '#shared/errors.ts'
import type { Cookie, CookieKey } from '#shared/model/cookie.ts'
import { createWriteQueue } from '../files/write-queue.ts'
import { CookieJar, type CookieSource } from './cookie-jar.ts'
import { putJarAside, readJarFile, writeJarFile } from './jar-file.ts'

export interface KeptJarOptions {
  readonly file: string
  readonly onChange: () => void
}

/** A jar that is kept in a file. */
export interface KeptJar extends CookieSource {
  readonly list: () => { readonly cookies: Cookie[]; readonly problem: Failure | null }
  /** @throws AppError 'cookie.invalid', 'cookie.file' */
  readonly set: (cookie: Cookie, replaces: CookieKey | null) => Promise<void>
  /** @throws AppError 'cookie.file' */
  readonly delete: (key: CookieKey) => Promise<void>
  /** @throws AppError 'cookie.file' */
  readonly clear: (domain: string | null) => Promise<void>
  /** Everything is in the file, or cannot be. */
  readonly close: () => Promise<void>
}

/**
 * Opens the jar in `file`. Changes are written soon, together where they come together; what another Sockscope wrote into
 * the same file meanwhile is kept. A file that is no jar is put aside, never lost; one that cannot be read leaves the jar in
 * memory only, and `list` says so.
 */
export async function openKeptJar({ file, onChange }: KeptJarOptions): Promise<KeptJar> {
  const keeper = new Keeper(file, onChange)
  await keeper.load()
  const { jar } = keeper
  return {
    cookiesFor: (url) => jar.cookiesFor(url),
    take: (url, values) => jar.take(url, values),
    list: () => ({ cookies: jar.list(), problem: keeper.problem }),
    set: (cookie, replaces) => {
      jar.set(cookie)
      if (replaces && keyOf(replaces) !== keyOf(cookie)) jar.delete(replaces)
      return keeper.written()
    },
    delete: (key) => {
      jar.delete(key)
      return keeper.written()
    },
    clear: (domain) => {
      jar.clear(domain)
      return keeper.written()
    },
    close: () => keeper.written().catch(() => undefined),
  }
}

class Keeper {
  readonly jar: CookieJar
  problem: Failure | null = null
  readonly #file: string
  readonly #inTurn = createWriteQueue()
  /** What the file held when it was last read or written, by key: whatever differs from it was changed here. */
  #known = new Map<string, string>()
  #pending: Promise<void> | null = null

  constructor(file: string, onChange: () => void) {
    this.#file = file
    this.jar = new CookieJar(() => {
      // Whoever waits for it hears of a failure; so does `list`.
      this.written().catch(() => undefined)
      onChange()
    })
  }

  async load(): Promise<void> {
    try {
      this.#take(await this.#stored())
    } catch (error) {
      this.problem = failureOf(error)
    }
  }

  /** Resolves when what is in the jar now is in the file. @throws AppError 'cookie.file' */
  written(): Promise<void> {
    // What changes before the writing begins is written with it.
    this.#pending ??= this.#inTurn(async () => {
      this.#pending = null
      try {
        await this.#write()
        this.problem = null
      } catch (error) {
        this.problem = failureOf(error)
        throw error
      }
    })
    return this.#pending
  }

  async #write(): Promise<void> {
    const stored = await this.#stored()
    const mine = contentsOf(this.jar.all())
    if (isSame(mine, this.#known) && isSame(contentsOf(stored), this.#known)) return
    this.#mergeOthers(stored)
    const all = this.jar.all()
    const contents = contentsOf(all)
    await writeJarFile(this.#file, all)
    this.#known = contents
  }

  /** What the file has otherwise than it was known, and this jar left alone, is another Sockscope's doing. */
  #mergeOthers(stored: readonly JarCookie[]): void {
    const mine = contentsOf(this.jar.all())
    const theirs = contentsOf(stored)
    for (const cookie of stored) {
      const key = storedKey(cookie)
      const isLeftAlone = mine.get(key) === this.#known.get(key)
      if (isLeftAlone && theirs.get(key) !== this.#known.get(key)) this.jar.put(cookie)
    }
    for (const cookie of this.jar.all()) {
      const key = storedKey(cookie)
      if (this.#known.has(key) && !theirs.has(key) && mine.get(key) === this.#known.get(key)) this.jar.drop(keyOfStored(cookie))
    }
  }

  async #stored(): Promise<JarCookie[]> {
    const { cookies } = await readJarFile(this.#file)
    if (cookies === null) await putJarAside(this.#file)
    return cookies ?? []
  }

  #take(cookies: readonly JarCookie[]): void {
    for (const cookie of cookies) this.jar.put(cookie)
    this.#known = contentsOf(cookies)
  }
}

const keyOf = ({ domain, path, name }: CookieKey): string => JSON.stringify([domain, path, name])
const keyOfStored = (cookie: JarCookie): CookieKey => ({ domain: cookie.domain ?? '', path: cookie.path ?? '/', name: cookie.key })
const storedKey = (cookie: JarCookie): string => keyOf(keyOfStored(cookie))

/** When it was last sent is no change worth a write. */
function contentsOf(cookies: readonly JarCookie[]): Map<string, string> {
  return new Map(cookies.map((cookie) => [storedKey(cookie), JSON.stringify({ ...cookie.toJSON(), lastAccessed: null })]))
}

const isSame = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean =>
  one.size === other.size && [...one].every(([key, contents]) => other.get(key) === contents)
