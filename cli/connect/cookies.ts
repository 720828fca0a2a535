import { type CookieSource, openCookieFile } from '#engine/index.ts'
import { complain } from '../complaint.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'

/** The jar behind --cookie-jar. */
export interface KeptCookies {
  /** Null without a jar. */
  readonly source: CookieSource | null
  /** What was set is in the file. What went wrong is said, and is the status. */
  readonly finish: () => Promise<ExitStatus>
}

/** @throws AppError 'cookie.file' */
export async function openCookies(file: string | null): Promise<KeptCookies> {
  if (file === null) return { source: null, finish: async () => EXIT.done }
  const jar = await openCookieFile(file)
  return {
    source: jar,
    finish: async () => {
      await jar.close()
      const { problem } = jar.list()
      if (problem) complain(problem)
      return problem ? EXIT.failed : EXIT.done
    },
  }
}
