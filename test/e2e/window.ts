import type { Locator, Page } from '@playwright/test'
import { type DemoServerHandle, startDemoServer } from '#engine/mock/demo-server.ts'
import { test as base, expect } from './host-fixture.ts'

export { expect } from './host-fixture.ts'

/** `server` is a demo server that outlives the app, as a real one does. */
export const test = base.extend<{ server: DemoServerHandle }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern, and insists on one.
  server: async ({}, use) => {
    const server = await startDemoServer({ port: 0 })
    await use(server)
    await server.close()
  },
})

// The window by what it says of itself; what a screen reader finds is what these tests find.

export const button = (within: Page | Locator, name: string | RegExp): Locator => within.getByRole('button', { name, exact: true })
export const urlField = (app: Page): Locator => app.getByRole('textbox', { name: 'URL', exact: true })
export const messageField = (app: Page): Locator => app.getByRole('textbox', { name: 'Message', exact: true })
export const inspector = (app: Page): Locator => app.getByRole('region', { name: 'Inspector', exact: true })
export const library = (app: Page): Locator => app.getByRole('tree', { name: 'Library', exact: true })
export const savedMessages = (app: Page): Locator => app.getByRole('list', { name: 'Saved messages', exact: true })
export const stateOf = (app: Page): Locator => app.getByRole('status', { name: 'State', exact: true })
export const grid = (within: Page | Locator): Locator => within.getByRole('grid', { name: 'Frames', exact: true })

/** The row of a frame. The grid's first row is its head. */
export const frameRow = (frames: Locator, seq: number): Locator => frames.locator(`[role="row"][aria-rowindex="${seq + 2}"]`)

/** Opens a tab for a URL, as typed by a person, and connects. */
export async function connectTo(app: Page, url: string): Promise<void> {
  await urlField(app).fill(url)
  await urlField(app).press('Enter')
}

export async function connectAndWait(app: Page, url: string): Promise<void> {
  await connectTo(app, url)
  await expect(stateOf(app)).toHaveText('Open')
}

/** Writes a message in place of what stands in the composer, and sends it from the keyboard. */
export async function send(app: Page, message: string): Promise<void> {
  await messageField(app).focus()
  await app.keyboard.press('ControlOrMeta+A')
  await app.keyboard.type(message)
  await app.keyboard.press('ControlOrMeta+Enter')
}

/** Collects what the page complains of: errors in its console, exceptions, dialogs. */
export function complaintsOf(app: Page): string[] {
  const complaints: string[] = []
  app.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  app.on('pageerror', (error) => complaints.push(error.message))
  app.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return complaints
}
