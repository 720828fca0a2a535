import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { CaptureId } from '#shared/model/ids.ts'

/** Names of captures' folders: milliseconds since the Unix epoch, process id, some random digits. Other folders are not ours. */
const CAPTURE_NAME = /^(\d{13})-\d+-[0-9a-f]{8}$/

/** A new id; ids sort by age. */
export function newCaptureId(): CaptureId {
  // Branding happens here, where ids are made, and below, where folders are read.
  return `${Date.now()}-${process.pid}-${randomBytes(4).toString('hex')}` as CaptureId
}

/** Whether a folder of this name is a capture's. Whatever is not may be anything, a way out of the folder among it. */
export const isCaptureId = (name: string): name is CaptureId => CAPTURE_NAME.test(name)

/** When a capture was begun, in milliseconds since the Unix epoch. */
export const startedMsOf = (id: CaptureId): number => Number(CAPTURE_NAME.exec(id)?.[1])

/** Where a capture stands within the folder of all. */
export const folderOfCapture = (folder: string, id: CaptureId): string => join(folder, id)

/** Where captures stand that are no part of the history. */
export const scratchOf = (folder: string): string => join(folder, 'scratch')
