import { button, complaintsOf, expect, frameRow, grid, inspector, messageField, send, stateOf, test, urlField } from './window.ts'

test('a newcomer finds something real to talk to', async ({ app }) => {
  const complaints = complaintsOf(app)
  await button(app, 'Start the demo server').click()
  await app
    .getByRole('list', { name: 'Paths of the demo server' })
    .getByRole('button', { name: /^\/echo / })
    .click()
  await expect(urlField(app)).toHaveValue(/^ws:\/\/127\.0\.0\.1:\d+\/echo$/)
  await button(app, 'Connect').click()
  await expect(stateOf(app)).toHaveText('Open')

  await send(app, 'Hello, wire')
  const frames = grid(app)
  await expect(frameRow(frames, 0)).toContainText(/sent.*text.*Hello, wire/)
  await expect(frameRow(frames, 1)).toContainText(/received.*text.*Hello, wire/)
  await expect(app.getByRole('status', { name: 'Counts' })).toContainText('1 message')

  await frameRow(frames, 1).click()
  await expect(inspector(app)).toContainText('#1')
  await expect(inspector(app)).toContainText('Hello, wire')
  await inspector(app).getByRole('tab', { name: 'Frame' }).click()
  await expect(inspector(app)).toContainText('Not masked, as frames to a client must be.')

  await button(app, 'Disconnect').click()
  await expect(stateOf(app)).toHaveText('Closed')
  await expect(button(app, /^Closed 1000 Normal closure/)).toBeVisible()
  expect(complaints).toEqual([])
})

test('what is written stays, to be sent again; a message that cannot be sent says so', async ({ app, server }) => {
  await urlField(app).fill(`${server.url}/echo`)
  await urlField(app).press('Enter')
  await expect(stateOf(app)).toHaveText('Open')
  await app.getByRole('combobox', { name: 'Format' }).selectOption('Hex')
  await send(app, '00 ff 4')
  await expect(app.getByRole('status', { name: 'State of the message' })).toContainText('Line 1, column 7')
  await expect(button(app, 'Send')).toBeDisabled()
  await messageField(app).press('Backspace')
  await app.keyboard.press('ControlOrMeta+Enter')
  await app.keyboard.press('ControlOrMeta+Enter')
  const frames = grid(app)
  for (const seq of [0, 1, 2, 3]) await expect(frameRow(frames, seq)).toContainText(/binary.*00 ?ff/i)
})

test('the message field is written anew by whatever fills fields in', async ({ app, server }) => {
  await urlField(app).fill(`${server.url}/echo`)
  await urlField(app).press('Enter')
  await expect(stateOf(app)).toHaveText('Open')
  for (const [index, words] of ['one', 'two words'].entries()) {
    await messageField(app).fill(words)
    await button(app, 'Send').click()
    await expect(frameRow(grid(app), 2 * index)).toContainText(words)
  }
  await expect(messageField(app)).toHaveValue('two words')
})

test('a message in JSON is laid out without a digit lost', async ({ app, server }) => {
  await urlField(app).fill(`${server.url}/echo`)
  await urlField(app).press('Enter')
  await expect(stateOf(app)).toHaveText('Open')
  await app.getByRole('combobox', { name: 'Format' }).selectOption('JSON')
  await send(app, '{"id":90071992547409931234,"id":1.10}')
  await button(app, 'Lay out').click()
  await button(app, 'Send').click()
  await frameRow(grid(app), 2).click()
  await inspector(app).getByRole('tab', { name: 'Text' }).click()
  await expect(inspector(app)).toContainText('"id": 90071992547409931234,')
  await expect(inspector(app)).toContainText('"id": 1.10')
})
