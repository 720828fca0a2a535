import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runInNewContext } from 'node:vm'
import type { Host } from '#shared/host.ts'
import type * as StandIn from './stand-in.ts'
import type { BrowserWindow, Frame } from './stand-in.ts'

export type Electron = typeof StandIn

const root = join(import.meta.dirname, '..', '..')
const requireNatively = createRequire(import.meta.url)

/** Where the main process of the current boot gets its 'electron' from. */
let standInUrl = ''
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standInUrl, format: 'module-typescript', shortCircuit: true } : next(specifier, context),
})

export interface Desktop {
  readonly electron: Electron
  /** Its userData folder. */
  readonly folder: string
  /** Waits until the main process opened its window. */
  readonly window: () => Promise<BrowserWindow>
  readonly remove: () => void
}

interface BootOptions {
  /** False makes this launch a second one. */
  readonly isFirst?: boolean
  /** Called with the launch's folder before the main process starts. */
  readonly prepare?: (folder: string) => void
}

/**
 * Starts the built main process, with a stand-in for Electron and folders of its own.
 *
 * It is loaded by Node's own loader, from a copy: a module is evaluated once for each address.
 */
export function bootDesktop({ isFirst = true, prepare }: BootOptions = {}): Desktop {
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-desktop-'))
  cpSync(join(root, 'dist', 'electron'), join(folder, 'dist', 'electron'), { recursive: true })
  cpSync(join(root, 'dist', 'renderer', 'index.html'), join(folder, 'dist', 'renderer', 'index.html'))
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  const standIn = join(folder, 'electron-stand-in.ts')
  cpSync(join(import.meta.dirname, 'stand-in.ts'), standIn)
  standInUrl = pathToFileURL(standIn).href
  const electron = requireNatively(standIn) as Electron
  electron.app.isFirst = isFirst
  electron.app.paths = { userData: join(folder, 'user'), documents: join(folder, 'documents') }
  prepare?.(folder)
  const opened = Promise.withResolvers<BrowserWindow>()
  electron.app.on('web-contents-created', () => queueMicrotask(() => opened.resolve(electron.BrowserWindow.getAllWindows()[0]!)))
  void electron.app.exited.promise.then(() => opened.reject(new Error(`The app ended first. ${electron.dialog.errors.join(' ')}`)))
  opened.promise.catch(() => undefined)
  requireNatively(join(folder, 'dist', 'electron', 'main.js'))
  return { electron, folder, window: () => opened.promise, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

type PageListener = (event: { source: unknown; data: unknown; ports: readonly MessagePort[] }) => void

/** The page's `window`, as far as the preload and renderer/host/electron.ts use it. */
export interface Page {
  readonly location: { readonly origin: string }
  readonly sockscopeHost: Host
  readonly addEventListener: (type: string, listener: PageListener) => void
  readonly removeEventListener: (type: string, listener: PageListener) => void
  /** As in a browser: told only if the origin is the page's own. */
  readonly postMessage: (data: unknown, origin: string, ports?: readonly MessagePort[]) => void
}

/** Runs the built preload as a window's renderer would, in a context of its own with nothing but what Electron gives one. */
export function openPage({ electron, folder }: Desktop, { webContents }: BrowserWindow, frame: Frame = webContents.mainFrame): Page {
  const listeners = new Set<PageListener>()
  const exposed: Record<string, unknown> = {}
  const page = {
    location: { origin: 'app://sockscope' },
    addEventListener: (_type: string, listener: PageListener) => void listeners.add(listener),
    removeEventListener: (_type: string, listener: PageListener) => void listeners.delete(listener),
    postMessage: (data: unknown, origin: string, ports: readonly MessagePort[] = []) => {
      if (origin !== page.location.origin) return
      for (const listener of listeners) listener({ source: page, data, ports })
    },
  }
  const event = () => ({ sender: webContents, senderFrame: frame })
  const ipcRenderer = Object.assign(frame.ipcRenderer, {
    send: (channel: string, ...args: unknown[]) => void electron.ipcMain.emit(channel, event(), ...structuredClone(args)),
    invoke: async (channel: string, ...args: unknown[]) =>
      structuredClone(await electron.ipcMain.handlers.get(channel)!(event(), ...structuredClone(args))),
  })
  const contextBridge = { exposeInMainWorld: (name: string, value: unknown) => void Object.assign(exposed, { [name]: value }) }
  const requireSandboxed = (name: string) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot require ${name}`)
    return { contextBridge, ipcRenderer }
  }
  const source = readFileSync(join(folder, 'dist', 'electron', 'preload.cjs'), 'utf8')
  runInNewContext(source, { window: page, require: requireSandboxed, module: { exports: {} }, exports: {} })
  return Object.assign(page, exposed) as unknown as Page
}
