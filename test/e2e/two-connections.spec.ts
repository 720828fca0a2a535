import { button, connectAndWait, expect, frameRow, grid, messageField, send, stateOf, test } from './window.ts'

test('two connections of one spec stand side by side, each with its own rows', async ({ app, server }) => {
  await connectAndWait(app, `${server.url}/echo`)
  await send(app, 'from the first')
  await expect(frameRow(grid(app), 1)).toContainText('from the first')

  await app.keyboard.press('ControlOrMeta+Shift+Enter')
  const captures = app.getByRole('region', { name: /^Capture of/ })
  await expect(captures).toHaveCount(2)
  await expect(app.getByRole('combobox', { name: 'To' })).toBeVisible()
  await send(app, 'from the second')
  const [first, second] = [grid(captures.first()), grid(captures.last())]
  await expect(frameRow(second, 1)).toContainText('from the second')
  await expect(first).not.toContainText('from the second')

  await app.getByRole('combobox', { name: 'To' }).selectOption('to all 2')
  await send(app, 'to everybody')
  await expect(frameRow(first, 3)).toContainText('to everybody')
  await expect(frameRow(second, 3)).toContainText('to everybody')

  await button(app, 'Disconnect #1').click()
  await expect(button(captures.first(), /^Closed 1000/)).toBeVisible()
  await expect(stateOf(app)).toHaveText('Open')
  await send(app, 'still here')
  await expect(frameRow(second, 5)).toContainText('still here')
  await expect(first).not.toContainText('still here')
  await expect(messageField(app)).toHaveValue('still here')
})
