import type { IpcMain, MessageChannelMain, MessagePortMain, WebContents, WebFrameMain } from 'electron'
import { type Answerer, serve, type Wire } from '#shared/rpc.ts'
import { CHANNEL } from './channels.ts'

const portWire = (port: MessagePortMain): Wire => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => {
    port.on('message', ({ data }) => listener(data))
    port.start()
  },
  onClose: (listener) => void port.on('close', listener),
})

interface PortOptions {
  readonly ipcMain: Pick<IpcMain, 'on'>
  readonly createChannel: () => MessageChannelMain
  readonly answerer: Answerer
  readonly isTrusted: (frame: WebFrameMain | null) => frame is WebFrameMain
}

/** Hands each window that asks its port, one at a time: a page that reloads gets a new one and the old one is closed. */
export function handOutPorts({ ipcMain, createChannel, answerer, isTrusted }: PortOptions): void {
  const ports = new WeakMap<WebContents, MessagePortMain>()
  ipcMain.on(CHANNEL.ready, ({ sender, senderFrame }) => {
    if (!isTrusted(senderFrame)) return
    ports.get(sender)?.close()
    const { port1, port2 } = createChannel()
    ports.set(sender, port1)
    serve(portWire(port1), answerer)
    senderFrame.postMessage(CHANNEL.port, null, [port2])
  })
}
