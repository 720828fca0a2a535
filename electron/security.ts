import type { Session, WebContents, WebFrameMain } from 'electron'

/** The one permission the page has: to put what a person copies on the clipboard. */
const GRANTED = 'clipboard-sanitized-write'

/** Addresses of frames that carry their own content: the sandboxed preview of a payload. */
const EMBEDDED = new Set(['about:blank', 'about:srcdoc'])

const siteOf = (address: string): string | null => {
  const url = URL.parse(address)
  // `origin` is the string 'null' for schemes Node does not know.
  return url && `${url.protocol}//${url.host}`
}

/** Whether a message comes from the top frame of our own page. Anything else that speaks to the main process is refused. */
export function isTrustedFrame(frame: WebFrameMain | null, page: string): frame is WebFrameMain {
  return frame !== null && frame.parent === null && siteOf(frame.url) === siteOf(page)
}

/** Keeps a window on its page: no navigation, no second window, no webview. A payload's links lead nowhere. */
export function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame || !EMBEDDED.has(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** Denies what a page may ask of the machine, but for the clipboard, and any download. */
export function denyPermissions(session: Session, page: string): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(permission === GRANTED && siteOf(contents.getURL()) === siteOf(page)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === GRANTED && siteOf(origin) === siteOf(page))
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
}
