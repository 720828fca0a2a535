import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type Page } from '@playwright/test'
import { openDesktop, openServed, type RunningHost } from './hosts.ts'

export { expect } from '@playwright/test'

/** Set by each project of playwright.config.ts. */
export interface HostOptions {
  /** Null runs the app as `sockscope serve` in a browser. `obstacle` tells why the desktop app cannot run here. */
  readonly desktop: { readonly path: string; readonly obstacle: string | null } | null
}

/** Where the app under test keeps its things; empty folders of the test's own. */
export interface Folders {
  readonly data: string
  readonly workspace: string
}

/** Starts the app, and starts it again on the same folders, as on the next day. */
export interface AppHost {
  readonly open: () => Promise<Page>
  readonly close: () => Promise<void>
  readonly restart: () => Promise<Page>
}

/**
 * `app` is the page of the running app; `host` starts and restarts it; `folders` are its data and its workspace.
 * A test that takes them runs against both hosts and cannot tell them apart.
 */
export const test = base.extend<{ folders: Folders; host: AppHost; app: Page }, HostOptions>({
  desktop: [null, { option: true, scope: 'worker' }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern, and insists on one.
  folders: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'sockscope-e2e-'))
    await use({ data: join(folder, 'data'), workspace: join(folder, 'workspace') })
    rmSync(folder, { recursive: true, force: true })
  },

  host: async ({ desktop, folders, launchOptions, viewport }, use, testInfo) => {
    if (desktop?.obstacle) sayOnce(`The desktop half is skipped: ${desktop.obstacle}.`)
    testInfo.skip(Boolean(desktop?.obstacle), desktop?.obstacle ?? '')
    let running: RunningHost | null = null
    const close = async () => {
      await running?.close()
      running = null
    }
    const open = async () => {
      running = desktop ? await openDesktop(desktop.path, folders) : await openServed(folders, launchOptions, viewport)
      // The page is loaded before the window is drawn; a key pressed in between would go nowhere.
      await running.page.locator('#root > *').first().waitFor()
      return running.page
    }
    await use({
      open,
      close,
      restart: async () => {
        await close()
        return open()
      },
    })
    await close()
  },

  app: async ({ host }, use) => {
    await use(await host.open())
  },
})

const said = new Set<string>()

function sayOnce(text: string): void {
  if (!said.has(text)) console.warn(text)
  said.add(text)
}
