/** What a receiver's process is asked, and what it answers. One question at a time. */

export interface Receive {
  readonly url: string
}

export interface Received {
  readonly messages: number
  /** From before the connection was opened until all is received and, by a receiver that keeps it, written. */
  readonly seconds: number
  /** Of the receiver's process, all threads, in that time. */
  readonly cpuSeconds: number
  /** The largest resident memory of the receiver's process since it began, as the kernel counted it. */
  readonly peakBytes: number
}

/** Makes this process a receiver: runs `receive` for every question of the parent, with the time taken. */
export function answerReceives(
  receive: (url: string) => Promise<{ readonly messages: number; readonly cleanUp?: () => Promise<unknown> }>,
): void {
  process.on('message', async ({ url }: Receive) => {
    const cpu = process.cpuUsage()
    const began = performance.now()
    const { messages, cleanUp } = await receive(url)
    const seconds = (performance.now() - began) / 1000
    const { user, system } = process.cpuUsage(cpu)
    const received: Received = { messages, seconds, cpuSeconds: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 }
    await cleanUp?.()
    process.send?.(received)
  })
}
