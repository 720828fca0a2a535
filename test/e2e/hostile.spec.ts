import { complaintsOf, connectAndWait, expect, frameRow, grid, inspector, test } from './window.ts'

const SAMPLES = 5

test('HTML, escapes of a terminal and bidirectional overrides from a server are text', async ({ app, server }) => {
  const complaints = complaintsOf(app)
  await app.reload()
  await connectAndWait(app, `${server.url}/html`)
  const frames = grid(app)
  await expect(frameRow(frames, SAMPLES - 1)).toContainText('<iframe src="https://example.com">')
  await expect(frameRow(frames, 1)).toContainText('\\u001b[31mred')
  await expect(frameRow(frames, 2)).toContainText('user \\u202egnp.exe')

  await frameRow(frames, 0).click()
  for (let seq = 0; seq < SAMPLES; seq++) {
    await expect(inspector(app)).toContainText(`#${seq}`)
    for (const view of ['Hex', 'Frame', 'Text']) {
      await inspector(app).getByRole('tab', { name: view, exact: true }).click()
      // Elements that only the payloads know of.
      await expect(app.locator('h1, iframe, img, [onclick], a[href^="javascript"]')).toHaveCount(0)
    }
    await frames.focus()
    await app.keyboard.press('ArrowDown')
  }
  await expect(app).toHaveTitle(/Sockscope/)
  // A message that was received is composed again by hand: it is text there too.
  await app.getByRole('combobox', { name: 'Format' }).selectOption('HTML')
  await app.getByRole('textbox', { name: 'Message', exact: true }).fill('<img src=x onerror="alert(4)">')
  await app.keyboard.press('ControlOrMeta+Enter')
  await expect(frameRow(frames, SAMPLES + 1)).toContainText('<img src=x onerror="alert(4)">')
  await expect(app.locator('img')).toHaveCount(0)
  expect(complaints).toEqual([])
})
