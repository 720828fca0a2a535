import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { createCaptures } from '#engine/index.ts'
import { AppError, type Failure } from '#shared/errors.ts'
import { complain, complainOf } from '../complaint.ts'
import { EXIT, type ExitStatus } from '../exit-status.ts'
import { foldersOf } from '../folders.ts'
import { CONNECTION } from './connection-number.ts'
import type { CaptureTarget } from './recorder.ts'

/** The capture behind --save, from the start of a run to the file at its end. */
export interface Saving {
  readonly target: CaptureTarget
  /** The disk is slower than the wire (true), or has caught up. */
  readonly onFull: (listener: (isFull: boolean) => void) => void
  /** Writes the file. What went wrong is said, and is the status. */
  readonly finish: () => Promise<ExitStatus>
}

/** @throws AppError 'input.invalid' if no file can be written at `path` */
export async function createSaving(path: string, url: string): Promise<Saving> {
  const file = resolve(path)
  await checkPlace(file)
  let tellFull: (isFull: boolean) => void = () => undefined
  let failure: Failure | null = null
  const captures = createCaptures({ folder: join(foldersOf().data, 'captures') })
  const capture = captures.create({
    connection: CONNECTION,
    url,
    onHeld: (isHeld) => tellFull(isHeld),
    onError: (told) => {
      failure = told
    },
  })
  return {
    target: capture,
    onFull: (listener) => {
      tellFull = listener
    },
    finish: async () => {
      try {
        await capture.finish()
        await capture.saveAs(file)
        await capture.remove()
      } catch (error) {
        complainOf(failure ? new AppError(failure.code, failure.message, { hint: failure.hint, cause: error }) : error)
        return EXIT.failed
      } finally {
        await captures.close()
      }
      // Recording stopped on the way: the file holds what was recorded until then, and its reader should know.
      if (failure) complain(failure)
      return failure ? EXIT.failed : EXIT.done
    },
  }
}

/** Told before connecting, and not after an hour of recording. */
async function checkPlace(file: string): Promise<void> {
  try {
    await access(dirname(file), constants.W_OK)
    const existing = await stat(file).catch(() => null)
    if (existing?.isDirectory()) throw new Error(`${file} is a folder`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('input.invalid', `The capture cannot be saved there: ${reason}.`, {
      hint: 'Name a file in a folder that exists and can be written to.',
      cause: error,
    })
  }
}
