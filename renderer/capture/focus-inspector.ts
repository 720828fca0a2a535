/** The id of the inspector's element, which takes the focus when a row is opened. The panel it stands in has the id 'inspector'. */
export const INSPECTOR_ELEMENT_ID = 'inspector-region'

export const focusInspector = (): void => document.getElementById(INSPECTOR_ELEMENT_ID)?.focus()
