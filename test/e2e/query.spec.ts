import type { Locator, Page } from '@playwright/test'
import { button, complaintsOf, connectAndWait, expect, grid, send, test } from './window.ts'

const query = (app: Page): Locator => app.getByRole('combobox', { name: 'Query', exact: true })
const rows = (app: Page): Locator =>
  grid(app)
    .getByRole('row')
    .filter({ has: app.getByRole('gridcell') })
const count = (app: Page): Locator => app.getByRole('search', { name: 'Query of this capture' }).locator('output')

const fault = (app: Page): Locator => app.getByRole('search', { name: 'Query of this capture' }).getByRole('alert')

/** An echo server that was told five things, so that there are ten frames. */
async function talk(app: Page, url: string): Promise<void> {
  await connectAndWait(app, `${url}/echo`)
  for (const text of ['{"type":"tick"}', 'hello', '{"type":"order"}', 'Hello', 'bye']) await send(app, text)
  await expect(grid(app)).toHaveAttribute('aria-rowcount', '11')
}

async function askFor(app: Page, text: string): Promise<void> {
  await query(app).fill(text)
  await query(app).press('Enter')
}

test('shows only the frames that fit, counts them, and goes on as more come', async ({ app, server }) => {
  const complaints = complaintsOf(app)
  await talk(app, server.url)
  await askFor(app, 'hello dir:in')
  await expect(count(app)).toHaveText('2 hits')
  await expect(grid(app)).toHaveAttribute('aria-rowcount', '3')
  await expect(rows(app)).toContainText(['hello', 'Hello'])
  await send(app, 'hello again')
  await expect(count(app)).toHaveText('3 hits')
  await expect(rows(app).last()).toContainText('hello again')
  await query(app).press('Escape')
  await expect(grid(app)).toHaveAttribute('aria-rowcount', '13')
  await expect(query(app)).toHaveValue('')
  expect(complaints).toEqual([])
})

test('goes from hit to hit by key, among all frames too', async ({ app, server }) => {
  await talk(app, server.url)
  await askFor(app, 'json:$.type')
  await expect(count(app)).toHaveText('4 hits')
  await query(app).press('Enter')
  await expect(count(app)).toHaveText('1 / 4 hits')
  await button(app, 'Show hits only').click()
  await expect(grid(app)).toHaveAttribute('aria-rowcount', '11')
  await expect(rows(app).filter({ hasText: 'hit' })).toHaveCount(4)
  await app.keyboard.press('F3')
  await expect(count(app)).toHaveText('2 / 4 hits')
  await expect(grid(app).getByRole('row', { selected: true })).toContainText('{"type":"tick"}')
  await app.keyboard.press('Shift+F3')
  await app.keyboard.press('Shift+F3')
  await expect(count(app)).toHaveText('4 / 4 hits')
  await expect(grid(app).getByRole('row', { selected: true })).toContainText('{"type":"order"}')
})

test('says what is wrong under the place where it is, and leaves the list as it is', async ({ app, server }) => {
  await talk(app, server.url)
  await askFor(app, 'op:pinf hello')
  await expect(fault(app)).toContainText('“pinf” is nothing that “op” can be.')
  await expect(query(app)).toHaveAttribute('aria-invalid', 'true')
  await expect(grid(app)).toHaveAttribute('aria-rowcount', '11')
  await askFor(app, 'json:$.a[?foo(@)]')
  await expect(fault(app)).toContainText("no such function 'foo'")
  await askFor(app, 'lens:stomp')
  await expect(fault(app)).toContainText('No lens is installed yet')
})

test('completes what is written', async ({ app, server }) => {
  await talk(app, server.url)
  await query(app).pressSequentially('op:te')
  const options = app.getByRole('listbox', { name: 'What can be written here' })
  await expect(options.getByRole('option')).toHaveText(['text0x1'])
  await query(app).press('ArrowDown')
  await expect(query(app)).toHaveAttribute('aria-activedescendant', /.+/)
  await query(app).press('Enter')
  await expect(query(app)).toHaveValue('op:text')
  await query(app).press('Enter')
  await expect(count(app)).toHaveText('10 hits')
})

test('keeps queries under a name, until tomorrow', async ({ app, host, server }) => {
  await talk(app, server.url)
  await askFor(app, 'order')
  await button(app, 'Saved queries').click()
  await app.getByRole('menuitem', { name: 'Save this query…' }).click()
  await app.getByRole('textbox', { name: 'Name of the query' }).fill('Orders')
  await app.keyboard.press('Enter')
  const next = await host.restart()
  await connectAndWait(next, `${server.url}/echo`)
  await send(next, 'order 1')
  await send(next, 'ping')
  await button(next, 'Saved queries').click()
  await next.getByRole('menuitem', { name: 'Orders' }).click()
  await expect(count(next)).toHaveText('2 hits')
})

test('shows rows around a hit, marked as such', async ({ app, server }) => {
  await talk(app, server.url)
  await askFor(app, '#4')
  await expect(grid(app)).toHaveAttribute('aria-rowcount', '2')
  await button(app, 'Saved queries').click()
  await app.getByRole('menuitem', { name: '1 row around each hit' }).click()
  await expect(grid(app)).toHaveAttribute('aria-rowcount', '4')
  await expect(rows(app).nth(1)).toContainText('hit 4')
  await rows(app).nth(0).click()
  await expect(rows(app).nth(0)).toHaveAttribute('aria-selected', 'true')
})

test('ends a query whose expression explodes, with the frame named', async ({ app, server }) => {
  await talk(app, server.url)
  await send(app, `${'a'.repeat(40)}!`)
  await askFor(app, '/^(a+)+$/')
  await expect(fault(app)).toContainText('The query was stopped at frame 10', { timeout: 20_000 })
  await expect(count(app)).toContainText('ended early')
  await askFor(app, 'hello')
  await expect(count(app)).toHaveText('4 hits')
})
