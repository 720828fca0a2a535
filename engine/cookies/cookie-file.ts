import { AppError } from '#shared/errors.ts'
import { notAJar, readJarFile } from './jar-file.ts'
import { type KeptJar, openKeptJar } from './kept-jar.ts'

/**
 * Opens a jar in a file that a person named, unlike a workspace's: what is no jar there is refused and left alone.
 *
 * @throws AppError 'cookie.file'
 */
export async function openCookieFile(file: string): Promise<KeptJar> {
  const contents = await readJarFile(file)
  if (contents.cookies === null) throw notAJar(file, contents.why)
  const jar = await openKeptJar({ file, onChange: () => undefined })
  const { problem } = jar.list()
  if (problem) throw new AppError(problem.code, problem.message, { hint: problem.hint })
  return jar
}
