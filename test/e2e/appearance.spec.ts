import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { ROOT } from '#test/support/built.ts'
import { button, connectAndWait, connectTo, expect, frameRow, grid, send, stateOf, test } from './window.ts'

const SCREENS = join(ROOT, 'test-results', 'screens')
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const

async function set(app: Page, setting: string, choice: string): Promise<void> {
  await button(app, 'Settings').click()
  await app.getByRole('combobox', { name: setting }).selectOption(choice)
  await app.keyboard.press('Escape')
}

/** The window in every size and both themes, to be looked at. */
async function photograph(app: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true })
  for (const theme of ['Light', 'Dark']) {
    await set(app, 'Theme', theme)
    await expect(app.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase())
    for (const size of SIZES) {
      await app.setViewportSize(size)
      await app.screenshot({ path: join(SCREENS, `${name}-${theme.toLowerCase()}-${size.width}.png`), animations: 'disabled' })
    }
  }
}

test('it can be looked at: welcome, talk, handshake, failure, two connections', async ({ app, server }) => {
  test.setTimeout(120_000)
  await photograph(app, 'welcome')
  await button(app, 'Start the demo server').click()
  await expect(app.getByRole('list', { name: 'Paths of the demo server' })).toBeVisible()
  await photograph(app, 'welcome-demo')

  await app.keyboard.press('Alt+N')
  await connectAndWait(app, `${server.url}/json`)
  await app.getByRole('combobox', { name: 'Format' }).selectOption('JSON')
  await send(app, '{"type": "subscribe", "channel": "trades", "ids": [90071992547409931234, 2]}')
  await button(app, 'Lay out').click()
  await button(app, 'Save message').click()
  await app.keyboard.press('Enter')
  await button(app, 'Ping').click()
  await app.keyboard.press('Enter')
  await expect(grid(app)).toContainText('pong')
  await frameRow(grid(app), 0).click()
  await photograph(app, 'talk-json')
  await button(app, /^Handshake/).click()
  await photograph(app, 'handshake')

  await app.keyboard.press('ControlOrMeta+Shift+Enter')
  await expect(app.getByRole('region', { name: /^Capture of/ })).toHaveCount(2)
  await expect(grid(app)).toHaveCount(2)
  await photograph(app, 'two-connections')

  await app.keyboard.press('Alt+N')
  await connectTo(app, `${server.url}/bad-accept`)
  await expect(stateOf(app)).toHaveText('Closed')
  await button(app, /^Handshake/).click()
  await photograph(app, 'refused')

  await app.keyboard.press('Alt+N')
  await connectAndWait(app, `${server.url}/html`)
  await frameRow(grid(app), 3).click()
  await photograph(app, 'hostile')
})

test('the language changes at once and stays changed', async ({ app, server }) => {
  await connectAndWait(app, `${server.url}/echo`)
  await set(app, 'Language', '简体中文')
  await expect(button(app, '断开')).toBeVisible()
  await expect(app.getByRole('textbox', { name: '消息', exact: true })).toBeVisible()
  await expect(app.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await app.reload()
  await expect(button(app, '断开')).toBeVisible()
  mkdirSync(SCREENS, { recursive: true })
  await app.setViewportSize(SIZES[0])
  await app.screenshot({ path: join(SCREENS, 'chinese-light-1280.png'), animations: 'disabled' })
})

test('the theme follows the system until one is chosen', async ({ app }) => {
  await app.emulateMedia({ colorScheme: 'dark' })
  await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark')
  await set(app, 'Theme', 'Light')
  await expect(app.locator('html')).toHaveAttribute('data-theme', 'light')
  await app.reload()
  await expect(app.locator('html')).toHaveAttribute('data-theme', 'light')
})
