import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import type { Host } from '#shared/host.ts'
import { CHANNEL } from './channels.ts'

interface PageMessage {
  readonly source: unknown
  readonly data: unknown
}

/** The page, as far as the preload needs it; this room is compiled without the DOM. */
declare const window: {
  readonly location: { readonly origin: string }
  addEventListener(type: 'message', listener: (event: PageMessage) => void): void
  postMessage(message: string, targetOrigin: string, transfer: readonly unknown[]): void
}

contextBridge.exposeInMainWorld('sockscopeHost', {
  kind: 'desktop',
  openFile: (options) => ipcRenderer.invoke(CHANNEL.openFile, options),
  choosePath: (options) => ipcRenderer.invoke(CHANNEL.choosePath, options),
  saveFile: (name, bytes) => ipcRenderer.invoke(CHANNEL.saveFile, name, bytes),
  saveExport: (id, name) => ipcRenderer.invoke(CHANNEL.saveExport, id, name),
  onMenuCommand: (listener) => {
    const heard = (_event: IpcRendererEvent, commandId: string) => listener(commandId)
    ipcRenderer.on(CHANNEL.menuCommand, heard)
    return () => void ipcRenderer.off(CHANNEL.menuCommand, heard)
  },
} satisfies Host)

window.addEventListener('message', ({ source, data }) => {
  if (source === window && data === CHANNEL.ready) ipcRenderer.send(CHANNEL.ready)
})
// A port cannot cross the context bridge; it goes through the page's own message event, to this origin only.
ipcRenderer.on(CHANNEL.port, ({ ports }) => window.postMessage(CHANNEL.port, window.location.origin, ports))
