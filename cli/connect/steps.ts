import { readFile } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'
import type { Step } from './plan.ts'
import type { LoadedStep } from './session.ts'

/** Reads the files among the steps before anything is connected. @throws AppError 'input.invalid' if one cannot be read */
export function loadSteps(steps: readonly Step[]): Promise<LoadedStep[]> {
  return Promise.all(steps.map(async (step) => (step.kind === 'file' ? fileMessage(step.path) : step)))
}

async function fileMessage(path: string): Promise<LoadedStep> {
  try {
    return { kind: 'message', message: { kind: 'binary', bytes: await readFile(path) } }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('input.invalid', `The file to send cannot be read: ${reason}.`, { cause: error })
  }
}
