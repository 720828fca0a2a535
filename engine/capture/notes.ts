import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { type FrameNote, isEmptyNote, MOST_NOTE_CHARS, MOST_NOTES } from '#shared/model/note.ts'
import type { CaptureContent } from './capture-content.ts'
import type { CaptureStore } from './capture-store.ts'
import { diskFailure } from './disk-failure.ts'
import { hasSchema, NOTES_VERSION } from './schema.ts'
import { jsonBody, parsedBody, type SealedRows, sealedRows } from './sealed-rows.ts'
import { openDatabase } from './sqlite.ts'
import { unreadable } from './unreadable.ts'

const schema = z.object({ isBookmarked: z.boolean(), text: z.string().max(MOST_NOTE_CHARS) })

/** All notes of a capture, by their seqs. @throws AppError 'capture.unreadable' */
export function readNotes({ content, hasNotes }: CaptureStore): FrameNote[] {
  const notes: FrameNote[] = []
  if (!hasNotes) return notes
  for (let row = content.rows.after('note', -1); row !== null; row = content.rows.after('note', row.id)) {
    if (notes.length >= MOST_NOTES) throw unreadable('it has more notes than anybody wrote')
    const { success, data } = schema.safeParse(parsedBody(row.body))
    if (!success) throw unreadable('a note is not of the form it should have')
    // A power failure may have taken the frame.
    if (row.id < content.total) notes.push({ seq: row.id, ...data })
  }
  return notes
}

/** @throws AppError 'input.invalid', 'capture.disk' */
export function writeNote(content: CaptureContent, rows: SealedRows, note: FrameNote): void {
  const { seq, isBookmarked, text } = note
  if (seq >= content.total) throw new AppError('input.invalid', `There is no frame ${seq} to say something of.`)
  const isNew = rows.read('note', seq) === null
  if (isNew && !isEmptyNote(note) && rows.count('note', MOST_NOTES) >= MOST_NOTES) {
    throw new AppError('input.invalid', `A capture holds ${MOST_NOTES.toLocaleString('en')} bookmarks and notes; this one is full.`, {
      hint: 'Take some away first.',
    })
  }
  try {
    if (isEmptyNote(note)) rows.remove('note', seq)
    else rows.put('note', seq, jsonBody({ isBookmarked, text }))
  } catch (error) {
    throw diskFailure('The note could not be kept', error)
  }
}

/**
 * Keeps a note in a capture that has ended: what was recorded is only ever read, and its database opened for writing for the
 * length of a note.
 *
 * @param own path null for a `.sockscope` file, which may be anybody's
 * @throws AppError 'capture.read-only', 'input.invalid', 'capture.disk'
 */
export function annotateEnded(
  content: CaptureContent,
  own: { readonly path: string | null; readonly version: number },
  note: FrameNote,
): void {
  if (own.path === null) {
    throw readOnly('A .sockscope file is only read, since it may be somebody else’s: bookmarks and notes of its frames are not kept.')
  }
  if (own.version < NOTES_VERSION) {
    throw readOnly('This capture was recorded by a Sockscope that knew no bookmarks and notes, and has no place for them.')
  }
  const database = openForNotes(own.path)
  try {
    database.exec('PRAGMA trusted_schema = OFF')
    if (!hasSchema(database, own.version)) throw unreadable('it is not laid out as a capture')
    writeNote(content, sealedRows(database), note)
  } finally {
    database.close()
  }
}

function openForNotes(path: string): ReturnType<typeof openDatabase> {
  try {
    return openDatabase(path, { readOnly: false })
  } catch (error) {
    throw diskFailure('The note could not be kept', error)
  }
}

const readOnly = (message: string): AppError =>
  new AppError('capture.read-only', message, { hint: 'Notes are kept in captures of the history.' })
