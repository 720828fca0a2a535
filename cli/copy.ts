import { readFile } from 'node:fs/promises'
import { copyAs, SPEC_FILE } from '#engine/index.ts'
import { AppError } from '#shared/errors.ts'
import type { CopyTarget } from '#shared/model/copy-as.ts'
import { escapeForTerminal } from '#shared/text/escape-for-terminal.ts'
import { EXIT, type ExitStatus } from './exit-status.ts'

/**
 * `sockscope copy`: a saved connection as a command or a program of another tool, on stdout; what differs on stderr.
 * @throws AppError 'input.invalid' if it cannot be read, 'library.invalid-file' if it is none
 */
export async function copy(path: string, target: CopyTarget): Promise<ExitStatus> {
  const { spec } = SPEC_FILE.read(await bytesOf(path), path)
  const { text, remarks } = copyAs(target, spec, [])
  process.stdout.write(`${text.trimEnd()}\n`)
  for (const remark of remarks) process.stderr.write(`▲ ${escapeForTerminal(remark)}\n`)
  return EXIT.done
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw new AppError('input.invalid', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
