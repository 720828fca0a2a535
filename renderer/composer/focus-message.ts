/** The id of the element that holds the editor, whichever it is. */
export const MESSAGE_ELEMENT_ID = 'composer-message'

export function focusMessage(): void {
  // The textarea, Monaco's own one, or the element that stands in its place where the browser has EditContext.
  document.querySelector<HTMLElement>(`#${MESSAGE_ELEMENT_ID} :is(textarea, [role="textbox"])`)?.focus()
}
