import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import type { Counted, Peer } from './peer-programs.ts'

const CHROMIUM = process.env.SOCKSCOPE_CHROMIUM ?? '/usr/bin/chromium'
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync']

/** A page that only counts, with what DevTools' Network panel listens to: every frame is told to whoever watches. */
async function receive(url: string): Promise<Counted> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS })
  try {
    const page = await browser.newPage()
    const session = await page.context().newCDPSession(page)
    let messages = 0
    const closed = Promise.withResolvers<void>()
    session.on('Network.webSocketFrameReceived', ({ response }) => {
      if (response.opcode === 1) messages++
    })
    session.on('Network.webSocketClosed', () => closed.resolve())
    await session.send('Network.enable')
    const began = performance.now()
    await page.evaluate((address) => void new WebSocket(address), url)
    await closed.promise
    return { messages, seconds: (performance.now() - began) / 1000 }
  } finally {
    await browser.close()
  }
}

export const DEVTOOLS: Peer = {
  name: "Chromium, DevTools' Network domain on",
  missing: () => (existsSync(CHROMIUM) ? null : `there is no ${CHROMIUM}`),
  count: 20_000,
  receive,
}
