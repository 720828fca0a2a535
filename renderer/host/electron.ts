import type { Host } from '#shared/host.ts'
import type { Wire } from '#shared/rpc.ts'
import { portWire } from './wires.ts'

declare global {
  interface Window {
    /** Put there by electron/preload.ts; absent in a browser. */
    readonly sockscopeHost?: Host
  }
}

/** The message with which the preload hands this window its port. */
const PORT_MESSAGE = 'sockscope:port'

/** Waits for the port that the main process sends through the preload. */
export function electronWire(): Promise<Wire> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent): void => {
      const [port] = event.ports
      if (event.source !== window || event.data !== PORT_MESSAGE || !port) return
      window.removeEventListener('message', receive)
      resolve(portWire(port))
    }
    window.addEventListener('message', receive)
    window.postMessage('sockscope:ready', window.location.origin)
  })
}
