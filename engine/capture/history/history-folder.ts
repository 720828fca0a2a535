import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, type Failure, failureOf } from '#shared/errors.ts'
import type { HistoryEntry } from '#shared/model/history.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { folderOfCapture, isCaptureId, startedMsOf } from '../capture-folders.ts'
import { openSavedStore } from '../saved-store.ts'
import { factsOf } from './capture-facts.ts'
import { type CaptureFacts, type CaptureLabel, labelTimeMs, readFacts, readLabel, writeFacts } from './folder-files.ts'
import { isRecorded } from './is-recorded.ts'

interface Known {
  readonly facts: CaptureFacts
  readonly damage: Failure | null
  readonly sizeBytes: number
  readonly label: CaptureLabel
  readonly labelTimeMs: number
}

/** The captures of a folder, as their folders tell; what an ended one says is remembered, for it does not change. */
export class HistoryFolder {
  readonly folder: string
  readonly #known = new Map<CaptureId, Known>()

  constructor(folder: string) {
    this.folder = folder
  }

  /**
   * All of them, newest first. A capture whose process has ended without a word is read once, and told of from then on.
   * @param recorded what this process is recording
   */
  entries(recorded: ReadonlySet<CaptureId>): HistoryEntry[] {
    const ids = this.#ids()
    const present = new Set(ids)
    for (const id of this.#known.keys()) if (!present.has(id)) this.#known.delete(id)
    return ids.map((id) => entryOf(id, this.#look(id, recorded.has(id))))
  }

  /** Null if there is none of this id. */
  entry(id: CaptureId, recorded: ReadonlySet<CaptureId>): HistoryEntry | null {
    const path = folderOfCapture(this.folder, id)
    if (isCaptureId(id) && existsSync(path)) return entryOf(id, this.#look(id, recorded.has(id)))
    this.#known.delete(id)
    return null
  }

  #ids(): CaptureId[] {
    const names = readdirSync(this.folder).filter(isCaptureId)
    return names.sort().reverse()
  }

  #look(id: CaptureId, isRecordedHere: boolean): Known {
    const path = folderOfCapture(this.folder, id)
    const before = this.#known.get(id)
    const isSettled = before !== undefined && before.facts.endedUs !== null
    const labelNow = labelTimeMs(path)
    if (isSettled && before.labelTimeMs === labelNow) return before
    const { facts, damage } = isSettled ? before : this.#facts(id, path, isRecordedHere)
    const known = { facts, damage, sizeBytes: sizeOf(path), label: readLabel(path), labelTimeMs: labelNow }
    this.#known.set(id, known)
    return known
  }

  #facts(id: CaptureId, path: string, isRecordedHere: boolean): Pick<Known, 'facts' | 'damage'> {
    const written = readFacts(path)
    if (written !== null && written.endedUs !== null) return { facts: written, damage: null }
    const begun = written ?? factsByName(id)
    if (isRecordedHere || isRecorded(id, path)) return { facts: { ...begun, endedUs: null }, damage: null }
    try {
      return { facts: settled(path), damage: null }
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { facts: { ...begun, endedUs: begun.startedUs }, damage: failureOf(error) }
    }
  }
}

/** Reads what a killed process left, and writes down what there is to know. @throws AppError 'capture.unreadable', 'capture.newer' */
function settled(path: string): CaptureFacts {
  const store = openSavedStore(path)
  try {
    const facts = factsOf(store, null)
    try {
      writeFacts(path, facts)
    } catch {
      // On a full or read-only disk it is read again by the next process.
    }
    return facts
  } finally {
    store.close({ remove: false })
  }
}

/** What the name of its folder says of a capture that says nothing else. */
const factsByName = (id: CaptureId): CaptureFacts => ({
  url: '',
  startedUs: startedMsOf(id) * 1000,
  endedUs: null,
  frames: 0,
  messages: 0,
  close: null,
  failure: null,
})

const entryOf = (id: CaptureId, { facts, damage, sizeBytes, label }: Known): HistoryEntry => ({ id, ...label, ...facts, sizeBytes, damage })

/** Bytes of the files in a capture's folder. */
export function sizeOf(path: string): number {
  // Another process may remove a file, or the folder, between the two looks.
  const names = statSync(path, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(path)
  return names.reduce((sum, name) => sum + (statSync(join(path, name), { throwIfNoEntry: false })?.size ?? 0), 0)
}
