import { AppError } from '#shared/errors.ts'
import type { CaptureId } from '#shared/model/ids.ts'

/** There is no capture of this id any more, or never was. */
export function unknownCapture(id: CaptureId): AppError {
  return new AppError('capture.unknown', `There is no capture ${JSON.stringify(id)}.`, {
    hint: 'It was deleted, or made room for newer ones.',
  })
}
