import { expect, test } from './host-fixture.ts'

test('the app opens, under its policy, without a word of complaint', async ({ host }) => {
  const complaints: string[] = []
  const app = await host.open()
  app.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  app.on('pageerror', (error) => complaints.push(error.message))
  await app.reload()
  await expect(app).toHaveTitle(/Sockscope/)
  // Rendered after the engine was reached.
  await expect(app.locator('#root')).toContainText(/\S/)
  expect(complaints).toEqual([])
})

test('an inline script does not run', async ({ app }) => {
  const ran = await app.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'document.title = "taken over"'
    document.body.append(script)
    return document.title
  })
  expect(ran).not.toBe('taken over')
})
