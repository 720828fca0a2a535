import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'

/**
 * What stands in for the module `electron`, where no binary can be had: as much of it as the main process uses,
 * with real events, real message ports and structured clones, and a memory of what was asked of it.
 * Loaded by Node itself in the place of 'electron' (boot.ts), once for each boot.
 */

export class StandInEvent {
  defaultPrevented = false
  readonly url: string
  readonly isMainFrame: boolean
  constructor(url = '', isMainFrame = true) {
    this.url = url
    this.isMainFrame = isMainFrame
  }
  preventDefault(): void {
    this.defaultPrevented = true
  }
}

class PortMain extends EventEmitter {
  readonly raw: MessagePort
  constructor(raw: MessagePort) {
    super()
    this.raw = raw
    raw.on('close', () => this.emit('close'))
  }
  postMessage(message: unknown): void {
    this.raw.postMessage(message)
  }
  start(): void {
    this.raw.on('message', (data) => this.emit('message', { data }))
  }
  close(): void {
    this.raw.close()
  }
}

export class MessageChannelMain {
  readonly port1: PortMain
  readonly port2: PortMain
  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new PortMain(port1)
    this.port2 = new PortMain(port2)
  }
}

/** A frame; what is posted to it goes to the renderer's side of its window, ports as the page's own. */
export class Frame {
  url: string
  readonly parent: Frame | null
  readonly ipcRenderer = new EventEmitter()
  constructor(url: string, parent: Frame | null = null) {
    this.url = url
    this.parent = parent
  }
  postMessage(channel: string, message: unknown, ports: readonly PortMain[]): void {
    this.ipcRenderer.emit(channel, { ports: ports.map(({ raw }) => raw) }, structuredClone(message))
  }
}

export class WebContents extends EventEmitter {
  readonly mainFrame = new Frame('about:blank')
  windowOpenHandler: ((details: { url: string }) => { action: string }) | null = null
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpenHandler = handler
  }
  getURL(): string {
    return this.mainFrame.url
  }
  send(channel: string, ...args: unknown[]): void {
    this.mainFrame.ipcRenderer.emit(channel, {}, ...structuredClone(args))
  }
}

interface WindowOptions {
  readonly webPreferences: Readonly<Record<string, unknown>>
  readonly [name: string]: unknown
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = []
  static readonly getAllWindows = (): BrowserWindow[] => [...BrowserWindow.all]
  static readonly getFocusedWindow = (): BrowserWindow | null => BrowserWindow.all.find(({ isFocused }) => isFocused) ?? null
  static readonly fromWebContents = (contents: WebContents): BrowserWindow | null =>
    BrowserWindow.all.find(({ webContents }) => webContents === contents) ?? null

  readonly options: WindowOptions
  readonly webContents = new WebContents()
  isShown = false
  isFocused = false
  minimized = false
  maximized = false
  constructor(options: WindowOptions) {
    super()
    this.options = options
    BrowserWindow.all.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url
    this.emit('ready-to-show')
    return Promise.resolve()
  }
  show(): void {
    this.isShown = true
  }
  focus(): void {
    this.isFocused = true
  }
  isMinimized(): boolean {
    return this.minimized
  }
  restore(): void {
    this.minimized = false
  }
  maximize(): void {
    this.maximized = true
  }
  isMaximized(): boolean {
    return this.maximized
  }
  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 10, y: 20, width: 1000, height: 700 }
  }
  close(): void {
    this.emit('close', new StandInEvent())
    BrowserWindow.all.splice(BrowserWindow.all.indexOf(this), 1)
    if (BrowserWindow.all.length === 0) app.emit('window-all-closed')
  }
}

class App extends EventEmitter {
  readonly isPackaged = true
  readonly calls: string[] = []
  /** False makes this launch a second one. */
  isFirst = true
  readonly exited = Promise.withResolvers<number>()
  paths: Record<string, string> = {}
  getPath = (name: string): string => {
    const path = this.paths[name]
    if (path === undefined) throw new Error(`The stand-in has no path named ${name}`)
    return path
  }
  getLocale = (): string => 'en-GB'
  setName = (name: string): void => void this.calls.push(`setName ${name}`)
  enableSandbox = (): void => void this.calls.push('enableSandbox')
  requestSingleInstanceLock = (): boolean => this.isFirst
  whenReady = (): Promise<void> => Promise.resolve()
  quit = (): void => {
    this.calls.push('quit')
    const event = new StandInEvent()
    this.emit('will-quit', event)
    if (!event.defaultPrevented) this.exit()
  }
  exit = (status = 0): void => this.exited.resolve(status)
}

export const app = new App()

type Answer = (event: unknown, ...args: unknown[]) => unknown
class IpcMain extends EventEmitter {
  readonly handlers = new Map<string, Answer>()
  handle(channel: string, answer: Answer): void {
    this.handlers.set(channel, answer)
  }
}
export const ipcMain = new IpcMain()

type Responder = (request: { url: string; method: string }) => Promise<Response>
export const protocol = {
  privileged: [] as { scheme: string; privileges: Readonly<Record<string, boolean>> }[],
  responders: new Map<string, Responder>(),
  registerSchemesAsPrivileged: (schemes: { scheme: string; privileges: Readonly<Record<string, boolean>> }[]): void =>
    void protocol.privileged.push(...schemes),
  handle: (scheme: string, responder: Responder): void => void protocol.responders.set(scheme, responder),
}

class Session extends EventEmitter {
  requestHandler: ((contents: WebContents, permission: string, answer: (isGranted: boolean) => void) => void) | null = null
  checkHandler: ((contents: WebContents | null, permission: string, origin: string) => boolean) | null = null
  deviceHandler: (() => boolean) | null = null
  setPermissionRequestHandler(handler: NonNullable<Session['requestHandler']>): void {
    this.requestHandler = handler
  }
  setPermissionCheckHandler(handler: NonNullable<Session['checkHandler']>): void {
    this.checkHandler = handler
  }
  setDevicePermissionHandler(handler: NonNullable<Session['deviceHandler']>): void {
    this.deviceHandler = handler
  }
}
export const session = { defaultSession: new Session() }

interface MenuItem {
  readonly id?: string
  readonly label?: string
  readonly role?: string
  readonly click?: () => void
  readonly submenu?: readonly MenuItem[]
}
export const Menu = {
  current: [] as readonly MenuItem[],
  buildFromTemplate: (template: readonly MenuItem[]): readonly MenuItem[] => template,
  setApplicationMenu: (menu: readonly MenuItem[]): void => {
    Menu.current = menu
  },
}

export const dialog = {
  errors: [] as string[],
  /** What the person chooses next. */
  chosenPaths: [] as string[],
  showErrorBox: (title: string, content: string): void => void dialog.errors.push(`${title}: ${content}`),
  showOpenDialog: (): Promise<{ filePaths: string[] }> => Promise.resolve({ filePaths: dialog.chosenPaths }),
  showSaveDialog: (_window: unknown, { defaultPath }: { defaultPath: string }): Promise<{ filePath: string; canceled: boolean }> =>
    Promise.resolve({ filePath: `${dialog.chosenPaths[0] ?? ''}/${defaultPath}`, canceled: dialog.chosenPaths.length === 0 }),
}

export const nativeTheme = { themeSource: 'system', shouldUseDarkColors: false }
export const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
