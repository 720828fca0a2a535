import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from '@playwright/test'
import { ensureBuilt, ROOT } from '#test/support/built.ts'
import type { Bench, BenchPart, Findings } from './bench-part.ts'
import { megabytes } from './figures.ts'
import { startServer } from './server-process.ts'
import { lagsMs, readMeter, type Smoothness, startMeter } from './smoothness.ts'

const CHROMIUM = process.env.SOCKSCOPE_CHROMIUM ?? '/usr/bin/chromium'
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync']
const VIEWPORT = { width: 1280, height: 800 }

const RATE = 100_000
const SIZE = 64
const MESSAGES = 5_000_000
const QUICK_MESSAGES = 1_000_000

interface Tail extends Smoothness {
  readonly lagsMs: readonly number[]
}

/** The built `sockscope serve`, as a person starts it. */
async function startServe(folder: string): Promise<{ readonly address: string; readonly stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'cli', 'sockscope.js'), 'serve', '--port', '0'], {
    env: { ...process.env, SOCKSCOPE_DATA: join(folder, 'data'), SOCKSCOPE_WORKSPACE: join(folder, 'workspace') },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = async (): Promise<void> => {
    const ended = once(child, 'exit')
    child.kill()
    await ended
  }
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /Sockscope is at (\S+)/.exec(line)?.[1]
    if (address !== undefined) return { address, stop }
  }
  throw new Error('sockscope serve ended without printing its address')
}

async function measure(browser: Browser, url: string, count: number, begin: (page: Page, flood: string) => Promise<void>): Promise<Tail> {
  const page = await browser.newPage({ viewport: VIEWPORT })
  try {
    await begin(page, `${url}?rate=${RATE}&count=${count}&size=${SIZE}`)
    const measured = await readMeter(page, count)
    const sent = (await (await fetch(`${url.replace('ws:', 'http:')}log`)).json()) as [number, number][]
    return { ...measured, lagsMs: lagsMs(measured.shown, sent) }
  } finally {
    await page.close()
  }
}

const inSockscope = (address: string) => async (page: Page, flood: string) => {
  await page.goto(address)
  const field = page.getByRole('textbox', { name: 'URL', exact: true })
  await field.waitFor()
  // The editor has come: what is measured is the talk, not the start of the window.
  await page.keyboard.press('Alt+N')
  await page.locator('[aria-roledescription="editor"]').waitFor({ state: 'attached' })
  await field.fill(flood)
  await startMeter(page)
  await field.press('Enter')
}

async function inBarePage(page: Page, flood: string): Promise<void> {
  await startMeter(page)
  await page.evaluate((url) => {
    const counter = window as unknown as { counted: number }
    counter.counted = 0
    new WebSocket(url).onmessage = () => {
      counter.counted++
    }
  }, flood)
}

const at = (values: readonly number[], share: number): number =>
  [...values].sort((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

function rowOf(name: string, { gapsMs, longTasksMs, heapBytes, lagsMs: lags }: Tail): string[] {
  const ms = (value: number): string => `${value.toFixed(0)} ms`
  return [
    name,
    ms(lags.at(-1) ?? 0),
    ms(at(lags, 0.5)),
    ms(at(lags, 0.95)),
    (1000 / at(gapsMs, 0.95)).toFixed(1),
    ms(at(gapsMs, 1)),
    ms(Math.max(0, ...longTasksMs)),
    megabytes(heapBytes),
  ]
}

/** The list follows a hundred thousand rows a second; beside it, in the same run, a page that does nothing but count them. */
async function run({ isFull, folder, say }: Bench): Promise<Findings> {
  if (!existsSync(CHROMIUM)) return { columns: ['the list'], rows: [], notes: [`Not measured: there is no ${CHROMIUM}.`] }
  ensureBuilt()
  const count = isFull ? MESSAGES : QUICK_MESSAGES
  const server = await startServer('paced-server.ts')
  const app = await startServe(folder)
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS })
  try {
    say(`${count.toLocaleString('en')} rows at ${RATE.toLocaleString('en')} a second, in Sockscope`)
    const own = await measure(browser, server.url, count, inSockscope(app.address))
    say(rowOf('done', own).join('  '))
    say('the same in a page that counts')
    const bare = await measure(browser, server.url, QUICK_MESSAGES, inBarePage)
    return findings(own, bare, count)
  } finally {
    await browser.close()
    await app.stop()
    server.stop()
  }
}

function findings(own: Tail, bare: Tail, count: number): Findings {
  const [lag, fps, gap] = [own.lagsMs.at(-1) ?? 0, 1000 / at(own.gapsMs, 0.95), at(own.gapsMs, 1)]
  // A shorter run shows a trend and proves nothing of five million.
  const judged = (isMet: boolean): boolean | null => (count === MESSAGES ? isMet : null)
  return {
    columns: [
      `${count.toLocaleString('en')} messages of ${SIZE} B, ${RATE.toLocaleString('en')} a second`,
      'lag of the last',
      'median lag',
      '95 of 100',
      'fps, 5 of 100',
      'worst gap',
      'longest task',
      'JS heap',
    ],
    rows: [rowOf('the list of Sockscope', own), rowOf('a page with WebSocket and a counter', bare)],
    notes: [
      `The page that counts was sent ${QUICK_MESSAGES.toLocaleString('en')}: where it cannot keep up, it falls further behind with each.`,
      'Lag is from when the server sent a message to when its row was drawn: the socket, the capture and the bridge are in it.',
    ],
    goals: [
      { what: 'the list tailing, lag', goal: '≤ 0.3 s', measured: `${(lag / 1000).toFixed(2)} s`, isMet: judged(lag <= 300) },
      { what: 'the list tailing, fps of the worst 5 in 100', goal: '≥ 45', measured: fps.toFixed(1), isMet: judged(fps >= 45) },
      { what: 'the list tailing, worst gap', goal: '≤ 100 ms', measured: `${gap.toFixed(0)} ms`, isMet: judged(gap <= 100) },
    ],
  }
}

export const tailPart: BenchPart = { name: 'tail', title: 'The list, following', run }
