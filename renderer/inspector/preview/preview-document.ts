/**
 * What the document of a preview may load: nothing but what stands in itself. It stands in front of everything that came, so that it is in
 * force before the first element is read; a policy can be added to later, and never taken back.
 */
export const PREVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"

/** Elements that run, load, or lead away. The frame's sandbox and its policy stop all of them but the connections that `link` announces. */
const REMOVED = 'script, link, base, meta, iframe, frame, frameset, object, embed, applet, portal, fencedframe'
/** Attributes that load or lead away when something is clicked. */
const REMOVED_ATTRIBUTES = ['href', 'xlink:href', 'ping', 'action', 'formaction', 'target', 'srcdoc', 'background']

/**
 * HTML for a frame that must show it and do nothing else. Parsed in a document without a window, where nothing runs or loads; what could
 * run, load or lead away is taken out; then it is written anew behind the policy.
 */
export function previewDocument(html: string): string {
  const parsed = new DOMParser().parseFromString(html, 'text/html')
  for (const element of parsed.querySelectorAll(REMOVED)) element.remove()
  for (const element of parsed.querySelectorAll('*')) {
    for (const { name } of [...element.attributes]) if (isRemoved(name)) element.removeAttribute(name)
  }
  // In a template, what stands there is another document, which querySelectorAll does not enter.
  for (const template of parsed.querySelectorAll('template')) template.remove()
  const policy = `<meta http-equiv="Content-Security-Policy" content="${PREVIEW_POLICY}"><meta charset="utf-8"><meta name="referrer" content="no-referrer">`
  return `<!doctype html><html><head>${policy}<style>:root{color-scheme:light;background:#fff}</style>${parsed.head.innerHTML}</head>${parsed.body.outerHTML}</html>`
}

const isRemoved = (name: string): boolean => name.startsWith('on') || REMOVED_ATTRIBUTES.includes(name)
