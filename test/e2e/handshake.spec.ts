import { button, connectAndWait, connectTo, expect, inspector, stateOf, test } from './window.ts'

test('a refused handshake shows the answer, why, and what to try', async ({ app, server }) => {
  await connectTo(app, `${server.url}/401`)
  await expect(stateOf(app)).toHaveText('Closed')
  const capture = app.getByRole('region', { name: /^Capture of/ })
  await expect(capture.getByRole('alert')).toContainText('401')
  await expect(capture.getByRole('alert')).toContainText('handshake.unauthorized')
  await button(capture, /^Handshake/).click()
  await expect(inspector(app)).toContainText('401')
  await expect(inspector(app)).toContainText('Body')
  await expect(inspector(app)).toContainText(/WWW-Authenticate/i)
})

test('a wrong accept value is shown beside the right one', async ({ app, server }) => {
  await connectTo(app, `${server.url}/bad-accept`)
  await expect(stateOf(app)).toHaveText('Closed')
  await button(app, /^Handshake/).click()
  const broken = inspector(app).getByRole('listitem').filter({ hasText: 'broken' })
  await expect(broken).toHaveCount(1)
  await expect(broken).toContainText('Sec-WebSocket-Accept')
  await expect(inspector(app)).toContainText('base64(SHA-1)')
  await expect(inspector(app)).toContainText('not the same')
})

test('a good handshake shows that every rule was kept, and how long it took', async ({ app, server }) => {
  await connectAndWait(app, `${server.url}/echo`)
  await button(app, /^Handshake/).click()
  await expect(inspector(app)).toContainText(/All \d+ rules were kept/)
  await expect(inspector(app)).toContainText('Total')
  await expect(inspector(app)).toContainText('Sec-WebSocket-Key')
})

test("a close of one's own has its code and reason", async ({ app, server }) => {
  await connectAndWait(app, `${server.url}/echo`)
  await button(app, 'Close').last().click()
  const panel = app.getByRole('dialog', { name: 'Close with a code' })
  await panel.getByRole('combobox', { name: 'Code' }).fill('1006')
  await expect(panel).toContainText('must not stand in a close frame')
  await expect(button(panel, 'Close')).toBeDisabled()
  await panel.getByRole('combobox', { name: 'Code' }).fill('4242')
  await panel.getByRole('textbox', { name: 'Reason' }).fill('enough')
  await panel.getByRole('textbox', { name: 'Reason' }).press('Enter')
  await expect(stateOf(app)).toHaveText('Closed')
  await expect(button(app, /^Closed 4242 Private use/)).toBeVisible()
  await expect(app.getByRole('grid', { name: 'Frames' })).toContainText(/sent close.*4242.*enough/)
})

test("a server's close has its code, its name and its reason", async ({ app, server }) => {
  await connectTo(app, `${server.url}/close/4001?reason=Session%20ended`)
  await expect(button(app, /^Closed 4001 Private use “Session ended”/)).toBeVisible()
})

test('a ping carries its payload and comes back as a pong', async ({ app, server }) => {
  await connectAndWait(app, `${server.url}/echo`)
  await button(app, 'Ping').click()
  await app.getByRole('textbox', { name: 'Payload' }).fill('are you there')
  await app.keyboard.press('Enter')
  await expect(app.getByRole('grid', { name: 'Frames' })).toContainText(/sent ping.*are you there/)
  await expect(app.getByRole('grid', { name: 'Frames' })).toContainText(/received pong.*are you there/)
})
