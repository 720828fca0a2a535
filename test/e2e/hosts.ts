import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, _electron as electron, type LaunchOptions, type Page, type ViewportSize } from '@playwright/test'
import { ROOT } from '#test/support/built.ts'
import type { Folders } from './host-fixture.ts'

/** How long a host may take to end by itself before it is ended, in milliseconds. */
const END_LIMIT_MS = 10_000

/** The app, running. */
export interface RunningHost {
  readonly page: Page
  readonly close: () => Promise<void>
}

const environment = ({ data, workspace }: Folders) => ({ ...process.env, SOCKSCOPE_DATA: data, SOCKSCOPE_WORKSPACE: workspace })

/** Starts the built `sockscope serve` and opens what it prints in a Chromium of its own. */
export async function openServed(folders: Folders, launchOptions: LaunchOptions, viewport: ViewportSize | null): Promise<RunningHost> {
  const { address, stop } = await startServe(folders)
  const browser = await chromium.launch(launchOptions)
  const page = await browser.newPage({ viewport })
  await page.goto(address)
  return {
    page,
    close: async () => {
      await browser.close()
      await stop()
    },
  }
}

/** Starts the built `sockscope serve` alone. @returns the address it printed, token included */
export async function startServe(folders: Folders): Promise<{ readonly address: string; readonly stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'cli', 'sockscope.js'), 'serve', '--port', '0'], {
    env: environment(folders),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /Sockscope is at (\S+)/.exec(line)?.[1]
    if (address !== undefined) return { address, stop: () => end(child) }
  }
  throw new Error('sockscope serve ended without printing its address')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS)
  await ended
  clearTimeout(timer)
}

/** Starts the built main process in Electron. */
export async function openDesktop(executablePath: string, folders: Folders): Promise<RunningHost> {
  const app = await electron.launch({
    executablePath,
    // Its own userData, or a Sockscope that a person has open would take the launch for its second instance.
    args: [join(ROOT, 'dist', 'electron', 'main.js'), `--user-data-dir=${join(folders.data, 'electron')}`],
    env: environment(folders),
  })
  return { page: await app.firstWindow(), close: () => app.close() }
}
