import type { Page } from '@playwright/test'
import { connectAndWait, expect, frameRow, grid, inspector, messageField, test } from './window.ts'

const MESSAGES = 20_000
const PER_SECOND = 2_000
/** Generous, because the machine that runs this may be busy; the aims are printed beside what was measured. */
const LAG_LIMIT_MS = 3_000

interface Measured {
  /** Milliseconds between the frames that the page drew. */
  readonly gapsMs: readonly number[]
  /** When the last row was first seen in the page. */
  readonly lastShownMs: number
}

test('20,000 messages at 2,000 a second are shown as they come', async ({ app, server }) => {
  test.setTimeout(120_000)
  await settle(app)
  await startMeter(app, MESSAGES)
  await connectAndWait(app, `${server.url}/flood?n=${MESSAGES}&size=200&rate=${PER_SECOND}`)
  const frames = grid(app)
  await expect(frameRow(frames, MESSAGES - 1)).toBeVisible({ timeout: 60_000 })
  await expect(frames).toHaveAttribute('aria-rowcount', String(MESSAGES + 1))
  const measured = await readMeter(app)

  await frameRow(frames, MESSAGES - 1).click()
  await expect(inspector(app)).toContainText(`#${MESSAGES - 1}`)
  const lagMs = measured.lastShownMs - (await arrivalMs(app, measured.lastShownMs))
  report(measured, lagMs)
  expect(lagMs).toBeLessThan(LAG_LIMIT_MS)

  await expect(app.getByRole('status', { name: 'Counts' })).toContainText('20,000 messages')
  await frames.focus()
  await app.keyboard.press('Home')
  await expect(frameRow(frames, 0)).toContainText('text')
})

/** A new tab whose editor has come: what is measured is the talk, not the start of the window. */
async function settle(app: Page): Promise<void> {
  await app.keyboard.press('Alt+N')
  await expect(messageField(app)).toHaveAttribute('aria-roledescription', 'editor')
}

/** Looks at every animation frame which row is the last one, from before anything comes. */
async function startMeter(app: Page, rows: number): Promise<void> {
  await app.evaluate((wanted) => {
    const meter = { gapsMs: [] as number[], lastShownMs: 0 }
    let before = 0
    const look = (now: number): void => {
      const shown = document.querySelector(`[role="grid"] [role="row"][aria-rowindex="${wanted + 1}"]`)
      const isBegun = document.querySelector('[role="grid"]') !== null
      if (isBegun && before > 0) meter.gapsMs.push(now - before)
      before = now
      if (shown) meter.lastShownMs = Date.now()
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    Object.assign(window, { meter })
  }, rows)
}

/** What was measured, once the page itself has seen the last row. */
async function readMeter(app: Page): Promise<Measured> {
  const read = () => app.evaluate(() => (window as unknown as { meter: Measured }).meter)
  await expect.poll(async () => (await read()).lastShownMs).toBeGreaterThan(0)
  return read()
}

/** When the selected frame arrived, by the engine's clock: the inspector says it to the microsecond, as a time of day. */
async function arrivalMs(app: Page, nearMs: number): Promise<number> {
  const said = await inspector(app).innerText()
  const [, hours, minutes, seconds] = /(\d\d):(\d\d):(\d\d\.\d{6})/.exec(said) ?? []
  const midnight = new Date(nearMs).setHours(0, 0, 0, 0)
  return midnight + (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
}

function report({ gapsMs }: Measured, lagMs: number): void {
  const sorted = [...gapsMs].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const totalMs = gapsMs.reduce((sum, gap) => sum + gap, 0)
  console.log(
    [
      `lag ${lagMs.toFixed(0)} ms (aim 500)`,
      `frames per second p5 ${(1000 / at(0.95)).toFixed(1)} (aim 45), mean ${((gapsMs.length * 1000) / totalMs).toFixed(1)}`,
      `worst gap ${at(1).toFixed(0)} ms (aim 150)`,
      `${gapsMs.length} frames in ${(totalMs / 1000).toFixed(1)} s`,
    ].join(' · '),
  )
}
