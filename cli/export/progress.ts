const EVERY_MS = 200

export interface Progress {
  readonly update: (done: number) => void
  readonly end: () => void
}

/** How far it is, on a terminal only: one line on stderr that is taken away at the end. */
export function showProgress(total: number): Progress {
  if (!process.stderr.isTTY) return { update: () => undefined, end: () => undefined }
  let shownMs = performance.now()
  let isShown = false
  return {
    update: (done) => {
      if (performance.now() - shownMs < EVERY_MS) return
      shownMs = performance.now()
      isShown = true
      process.stderr.write(`\r\x1b[K${done.toLocaleString('en')} of ${total.toLocaleString('en')} frames`)
    },
    end: () => {
      if (isShown) process.stderr.write('\r\x1b[K')
    },
  }
}
