import type { Locator, Page } from '@playwright/test'
import { closePayload, frame } from '#test/support/frame-builder.ts'
import { type RawPeer, startRawServer } from '#test/support/raw-server.ts'
import { button, complaintsOf, connectAndWait, expect, inspector, stateOf, test, urlField } from './window.ts'

const dialog = (app: Page): Locator => app.getByRole('dialog', { name: 'Cookies of this workspace' })
const rows = (app: Page): Locator => dialog(app).getByRole('table').getByRole('row')
const field = (app: Page, name: string): Locator => dialog(app).getByRole('textbox', { name, exact: true })

async function answeringClose({ socket, until }: RawPeer): Promise<void> {
  await until(8)
  socket.end(frame({ opcode: 8, payload: closePayload(1000) }))
}

async function showCookies(app: Page): Promise<void> {
  await expect(urlField(app)).toBeVisible()
  await app.keyboard.press('ControlOrMeta+K')
  await app.keyboard.type('Cookies')
  await app.keyboard.press('Enter')
  await expect(dialog(app)).toBeVisible()
}

test('a cookie of an answer is told of, kept, and sent the next time', async ({ app }) => {
  const complaints = complaintsOf(app)
  const server = await startRawServer(answeringClose, {
    headers: ['Set-Cookie: session=s3cret; Path=/', 'Set-Cookie: bad=1; Domain=example.com'],
  })
  await connectAndWait(app, server.url)
  await expect(inspector(app)).toContainText('session=s3cret; Path=/')
  await expect(inspector(app)).toContainText('cannot set that')
  await button(app, 'Disconnect').click()
  await expect(stateOf(app)).toHaveText('Closed')
  await connectAndWait(app, server.url)
  await expect(inspector(app)).toContainText('session=s3cret')
  await expect(inspector(app).getByRole('rowheader', { name: 'Cookie', exact: true })).toBeVisible()
  expect(complaints).toEqual([])
  await server.close()
})

test('the jar is looked at, changed and emptied by keyboard; values are hidden until they are asked for', async ({ app, host }) => {
  await showCookies(app)
  await expect(dialog(app)).toContainText('No cookies yet')
  await button(dialog(app), 'Add a cookie').press('Enter')
  await field(app, 'Domain').fill('example.com')
  await field(app, 'Name').fill('token')
  await field(app, 'Value').fill('a;b')
  await app.keyboard.press('Enter')
  await expect(dialog(app).getByRole('alert')).toContainText('cookie.invalid')
  await field(app, 'Value').fill('hunter2')
  await field(app, 'Expires').fill('2999-01-31 12:00')
  await app.keyboard.press('Enter')
  await expect(rows(app)).toHaveText([/Name/, /example\.com/, /token.*••••••.*2999-01-31 12:00:00 UTC/])
  await expect(dialog(app)).not.toContainText('hunter2')
  await button(dialog(app), 'Show values').click()
  await expect(dialog(app)).toContainText('hunter2')

  const again = await host.restart()
  await showCookies(again)
  await button(dialog(again), 'Change token').click()
  await field(again, 'Name').fill('renamed')
  await again.keyboard.press('Enter')
  await expect(rows(again)).toHaveText([/Name/, /example\.com/, /renamed/])
  await button(dialog(again), 'Remove all of example.com').click()
  await expect(dialog(again)).toContainText('No cookies yet')
  await button(dialog(again), 'Put back').click()
  await expect(rows(again)).toHaveText([/Name/, /example\.com/, /renamed/])
  await again.keyboard.press('Escape')
  await expect(dialog(again)).toHaveCount(0)
})
