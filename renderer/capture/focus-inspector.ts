/** The id of the inspector's element, which takes the focus when a row is opened. */
export const INSPECTOR_ELEMENT_ID = 'inspector'

export const focusInspector = (): void => document.getElementById(INSPECTOR_ELEMENT_ID)?.focus()
