import type { Page } from '@playwright/test'
import { type RawPeer, type RawServer, startRawServer } from '#test/support/raw-server.ts'
import { button, connectTo, expect, stateOf, test, urlField } from './window.ts'

/** Drops so many connections, then keeps them. */
function droppingServer(drops: number): Promise<RawServer> {
  let left = drops
  return startRawServer(({ socket }: RawPeer) => {
    if (left-- > 0) socket.destroy()
  })
}

const field = (app: Page, name: string) => app.getByRole('textbox', { name, exact: true })
const trying = (app: Page) => app.getByRole('status', { name: 'Trying again', exact: true })
const chips = (app: Page) => app.getByRole('toolbar', { name: 'Connections of this spec' })

/** A tab whose spec tries again; no wait is over by itself while a test runs. */
async function withPolicy(app: Page, attempts: string, url: string): Promise<void> {
  await expect(urlField(app)).toBeVisible()
  await app.keyboard.press('Alt+N')
  await app
    .getByRole('region', { name: 'Request', exact: true })
    .getByRole('tab', { name: /^Options/ })
    .click()
  await field(app, 'Attempts in a row').fill(attempts)
  await field(app, 'First wait').fill('3600000')
  await field(app, 'Longest wait').fill('3600000')
  await connectTo(app, url)
}

test('a dropped connection counts down to the next attempt, which takes its place; the old one stays to be looked at', async ({ app }) => {
  const server = await droppingServer(1)
  await withPolicy(app, '3', server.url)
  await expect(stateOf(app)).toHaveText('Waiting')
  await expect(trying(app)).toHaveText('Attempt 1 of 3 follows')
  await button(app, 'Try now').click()
  await expect(stateOf(app)).toHaveText('Open')
  await expect(trying(app)).toHaveCount(0)
  await expect(chips(app).getByRole('button', { pressed: true })).toContainText('#2')
  await chips(app).getByRole('button', { name: /^#1/ }).click()
  await expect(app.getByRole('region', { name: /^Capture of/ }).getByRole('alert')).toContainText('connection.lost')
  await server.close()
})

test('a countdown is given up by its own button, or by the one that disconnects', async ({ app }) => {
  const server = await droppingServer(Number.POSITIVE_INFINITY)
  await withPolicy(app, '3', server.url)
  await button(app, 'Stop trying').click()
  await expect(trying(app)).toHaveText('Not tried again: cancelled.')
  await expect(stateOf(app)).toHaveText('Closed')
  await button(app, 'Connect').click()
  await expect(stateOf(app)).toHaveText('Waiting')
  await button(app, 'Cancel').click()
  await expect(stateOf(app)).toHaveText('Closed')
  await server.close()
})

test('attempts that are used up say so', async ({ app }) => {
  const server = await droppingServer(Number.POSITIVE_INFINITY)
  await withPolicy(app, '1', server.url)
  await button(app, 'Try now').click()
  await expect(trying(app)).toHaveText('▲ Not tried again: all 1 attempts in a row are used up.')
  await server.close()
})
