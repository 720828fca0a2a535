import { spawn } from 'node:child_process'

const OPENERS: Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  // `start` is a word of cmd; its first quoted argument would be a window title.
  win32: ['cmd', '/c', 'start', ''],
}

/** Opens an address in the person's browser. Where there is none to open, the printed address is enough. */
export function openBrowser(address: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open']
  const opener = spawn(command, [...args, address], { stdio: 'ignore', detached: true })
  opener.on('error', () => opener.unref())
  opener.unref()
}
