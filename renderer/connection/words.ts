/** A short list as it is written in one field: 'h2, http/1.1'. */

export const writeWords = (words: readonly string[]): string => words.join(', ')

/** Commas and spaces part words; none of what is listed so may have either in it. */
export const readWords = (written: string): readonly string[] => written.split(/[\s,]+/).filter((word) => word !== '')
