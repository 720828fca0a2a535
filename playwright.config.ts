import { defineConfig } from '@playwright/test'
import { findSystemChromium } from './scripts/lib/chromium.mjs'
import { findElectron, obstacleToWindows } from './scripts/lib/electron.mjs'
import type { HostOptions } from './test/e2e/host-fixture.ts'

const electronPath = findElectron()
const obstacle =
  obstacleToWindows({ platform: process.platform, env: process.env, uid: process.getuid?.() }) ??
  (electronPath === null ? "Electron's binary is not here (npm start fetches it)" : null)

/** The window, in a real Chromium: each test once served to a browser and once in the desktop app, where that can run. */
export default defineConfig<object, HostOptions>({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: '.cache/playwright',
  globalSetup: './test/e2e/built.setup.ts',
  // The tests measure a window under load; two at a time would measure each other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // On a machine with other work a key now and then overtakes what it is meant for. What fails twice fails, what fails once is named.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list'], ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? '.cache/reports/playwright.json' }]],
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    // Without a Chromium of the machine, Playwright's own.
    launchOptions: {
      ...(findSystemChromium() === null ? {} : { executablePath: findSystemChromium() }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'browser', use: { desktop: null } },
    { name: 'electron', use: { desktop: { path: electronPath ?? '', obstacle } } },
  ],
})
