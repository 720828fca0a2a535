import type { Page } from '@playwright/test'

/** How a page drew while messages came, and what it had shown of them. */
export interface Smoothness {
  /** Milliseconds between the frames that the page drew. */
  readonly gapsMs: readonly number[]
  /** Of tasks above 50 ms. */
  readonly longTasksMs: readonly number[]
  /** Milliseconds since the Unix epoch, and messages shown by then. */
  readonly shown: readonly (readonly [number, number])[]
  /** The most that was in use, in bytes, as the browser tells. */
  readonly heapBytes: number
}

/** Looks at each frame how many messages the page shows: the rows of its grid, or what `window.counted` says. */
export async function startMeter(page: Page): Promise<void> {
  await page.evaluate(() => {
    const meter = { gapsMs: [] as number[], longTasksMs: [] as number[], shown: [] as [number, number][] }
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) meter.longTasksMs.push(duration)
    }).observe({ entryTypes: ['longtask'] })
    let before = 0
    const look = (now: number): void => {
      // The last row that is drawn, not the number of rows that is known.
      const last = document.querySelector('[role="grid"] .virtual-grid-window')?.lastElementChild?.getAttribute('aria-rowindex')
      const counted = (window as unknown as { counted?: number }).counted ?? Number(last ?? 1) - 1
      if (counted > 0 && before > 0) meter.gapsMs.push(now - before)
      before = now
      if (counted > 0 && counted !== meter.shown.at(-1)?.[1]) meter.shown.push([Date.now(), counted])
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    Object.assign(window, { meter })
  })
}

/** Resolves when all messages are shown, with what was measured by then. */
export async function readMeter(page: Page, messages: number): Promise<Smoothness> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  let heapBytes = 0
  for (;;) {
    const { metrics } = await session.send('Performance.getMetrics')
    heapBytes = Math.max(heapBytes, metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0)
    const shown = await page.evaluate(() => (window as unknown as { meter: Smoothness }).meter.shown.at(-1)?.[1] ?? 0)
    if (shown >= messages) break
    await page.waitForTimeout(500)
  }
  const measured = await page.evaluate(() => (window as unknown as { meter: Smoothness }).meter)
  return { ...measured, heapBytes }
}

/** How long after it was sent each message was shown that was the newest when the page drew; the last one last. In milliseconds. */
export function lagsMs(shown: Smoothness['shown'], sent: readonly (readonly [number, number])[]): number[] {
  let at = 0
  return shown.map(([shownMs, count]) => {
    while (at < sent.length - 1 && (sent[at]?.[1] ?? 0) < count) at++
    return shownMs - (sent[at]?.[0] ?? shownMs)
  })
}
