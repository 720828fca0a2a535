import { join } from 'node:path'
import { recordLongCapture, textOfFrame } from '#test/support/long-capture.ts'
import { expect, frameRow, grid, test } from './window.ts'

const FRAMES = 5_000_000

test('every row of five million is reached exactly', async ({ folders, host }) => {
  test.setTimeout(300_000)
  await recordLongCapture({ folder: join(folders.data, 'captures'), frames: FRAMES })
  const app = await host.open()
  await app.keyboard.press('Alt+Y')
  await app.keyboard.press('Enter')
  const frames = grid(app)
  await expect(frames).toHaveAttribute('aria-rowcount', String(FRAMES + 1))
  for (const seq of [1_234_567, 4_999_998, 2_500_000, 7]) {
    await app.keyboard.press('ControlOrMeta+G')
    await app.getByRole('textbox', { name: 'Go to' }).fill(`#${seq}`)
    await app.keyboard.press('Enter')
    await expect(frameRow(frames, seq)).toHaveAttribute('aria-selected', 'true')
    await expect(frameRow(frames, seq)).toContainText(textOfFrame(seq))
    await expect(frames).toBeFocused()
    // Row by row from there, none is left out.
    await app.keyboard.press('ArrowDown')
    await expect(frameRow(frames, seq + 1)).toHaveAttribute('aria-selected', 'true')
    await expect(frameRow(frames, seq + 1)).toContainText(textOfFrame(seq + 1))
  }
  await app.keyboard.press('End')
  await expect(frameRow(frames, FRAMES - 1)).toContainText(textOfFrame(FRAMES - 1))
  await app.keyboard.press('Home')
  await expect(frameRow(frames, 0)).toContainText(textOfFrame(0))
  await app.keyboard.press('ControlOrMeta+A')
  await expect(app.getByRole('status', { name: 'Selection' })).toContainText('5,000,000 rows')
  // 10 bytes each, and a header of two.
  await expect(app.getByRole('status', { name: 'Selection' })).toContainText('47.7 MiB (57.2 MiB on wire)')
})
