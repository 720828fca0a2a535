/** The list, which takes the focus for its rows. */
export const HISTORY_ELEMENT_ID = 'history-list'
export const rowElementId = (place: number): string => `history-row-${place}`
export const focusHistory = (): void => document.getElementById(HISTORY_ELEMENT_ID)?.focus()
