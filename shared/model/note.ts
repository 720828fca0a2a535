/** What a person said of a frame. It stands in the capture, and goes with it. */
export interface FrameNote {
  readonly seq: number
  readonly isBookmarked: boolean
  /** '' for none. */
  readonly text: string
}

/** Frames of one capture with a bookmark or a note. */
export const MOST_NOTES = 5_000
/** Characters of one note. */
export const MOST_NOTE_CHARS = 2_000

/** Nothing is said: such a note is not kept. */
export const isEmptyNote = ({ isBookmarked, text }: FrameNote): boolean => !isBookmarked && text === ''
