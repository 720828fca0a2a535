import { create } from 'zustand'
import type { CaptureId } from '#shared/model/ids.ts'
import { type FrameNote, isEmptyNote } from '#shared/model/note.ts'
import { call, on } from '../host/session.ts'
import { notifyFailure } from '../notices/notices-store.ts'

/** What was said of a capture's frames, by their seqs. */
export type Notes = ReadonlyMap<number, FrameNote>

interface NotesState {
  readonly byCapture: Readonly<Record<CaptureId, Notes>>
}

const NONE: Notes = new Map()

export const useNotes = create<NotesState>()(() => ({ byCapture: {} }))

const keep = (capture: CaptureId, notes: Notes): void =>
  useNotes.setState(({ byCapture }) => ({ byCapture: { ...byCapture, [capture]: notes } }))

/** Follows what is said in this window and in others. */
export function beginNotes(): void {
  on('capture.annotated', ({ capture, note }) => {
    const notes = new Map(notesOf(capture)(useNotes.getState()))
    notes.delete(note.seq)
    if (!isEmptyNote(note)) notes.set(note.seq, note)
    keep(capture, new Map([...notes].sort(([one], [other]) => one - other)))
  })
}

export function loadNotes(capture: CaptureId): void {
  call('capture.notes', { capture }).then((notes) => keep(capture, new Map(notes.map((note) => [note.seq, note]))), notifyFailure)
}

function annotate(capture: CaptureId, seq: number, change: Partial<FrameNote>): void {
  const note = noteOf(capture, seq)
  call('capture.annotate', { capture, note: { ...note, ...change } }).catch(notifyFailure)
}

export const noteOf = (capture: CaptureId, seq: number): FrameNote =>
  notesOf(capture)(useNotes.getState()).get(seq) ?? { seq, isBookmarked: false, text: '' }

export const toggleBookmark = (capture: CaptureId, seq: number): void =>
  annotate(capture, seq, { isBookmarked: !noteOf(capture, seq).isBookmarked })

export const writeNote = (capture: CaptureId, seq: number, text: string): void => annotate(capture, seq, { text: text.trim() })

/** The next frame behind `from` of which something is said, or the last one before it; past the end it goes on at the other. */
export function notedBeside(notes: Notes, from: number, direction: 'next' | 'previous'): number | null {
  const seqs = [...notes.keys()]
  if (direction === 'next') return seqs.find((seq) => seq > from) ?? seqs[0] ?? null
  return seqs.findLast((seq) => seq < from) ?? seqs.at(-1) ?? null
}

export const notesOf = (capture: CaptureId) => (state: NotesState) => state.byCapture[capture] ?? NONE
