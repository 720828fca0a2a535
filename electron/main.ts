import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  protocol,
  screen,
  session,
  type WebFrameMain,
} from 'electron'
import { createEngine } from '#engine/index.ts'
import { APP_PAGE, APP_SCHEME, createAppResponder } from './app-scheme.ts'
import { followSettings, menuLanguage } from './appearance.ts'
import { CHANNEL } from './channels.ts'
import { closeWithin } from './engine-life.ts'
import { menuTemplate } from './menu.ts'
import { offerFiles } from './native.ts'
import { handOutPorts } from './ports.ts'
import { confine, denyPermissions, isTrustedFrame } from './security.ts'
import { presentWindow, windowOptions } from './window.ts'
import { placeFor, readPlace } from './window-place.ts'

/** Set by the build, from package.json. */
declare const __SOCKSCOPE_VERSION__: string

// `npm run dev` serves the page by Vite; an installed app never listens to its environment.
const page = (!app.isPackaged && process.env.SOCKSCOPE_PAGE) || APP_PAGE
const isTrusted = (frame: WebFrameMain | null): frame is WebFrameMain => isTrustedFrame(frame, page)

app.setName('Sockscope')
app.enableSandbox()
protocol.registerSchemesAsPrivileged([APP_SCHEME])

if (app.requestSingleInstanceLock()) void start()
else app.quit()

async function start(): Promise<void> {
  app.on('web-contents-created', (_event, contents) => confine(contents))
  app.on('second-instance', focusWindow)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  await app.whenReady()
  try {
    await run()
  } catch (error) {
    dialog.showErrorBox('Sockscope cannot start', error instanceof Error ? error.message : String(error))
    app.exit(1)
  }
}

async function run(): Promise<void> {
  const userData = app.getPath('userData')
  const engine = await createEngine({
    dataFolder: process.env.SOCKSCOPE_DATA ?? join(userData, 'data'),
    workspaceFolder: process.env.SOCKSCOPE_WORKSPACE ?? join(app.getPath('documents'), 'Sockscope'),
    version: __SOCKSCOPE_VERSION__,
  })
  closeBeforeQuitting(engine)
  protocol.handle(APP_SCHEME.scheme, createAppResponder(join(import.meta.dirname, '..', 'renderer')))
  denyPermissions(session.defaultSession, page)
  handOutPorts({ ipcMain, createChannel: () => new MessageChannelMain(), answerer: engine, isTrusted })
  offerFiles({ ipcMain, dialog, windowOf: (contents) => BrowserWindow.fromWebContents(contents), isTrusted, exports: engine.exports })
  await followSettings(engine, ({ theme, language }) => {
    nativeTheme.themeSource = theme
    const options = { language: menuLanguage(language, app.getLocale()), isMac: process.platform === 'darwin', onCommand: sendCommand }
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
  })
  openWindow(userData)
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(userData)
  })
}

function openWindow(userData: string): void {
  const placeFile = join(userData, 'window.json')
  const workAreas = screen.getAllDisplays().map((display) => display.workArea)
  const place = placeFor(readPlace(placeFile), workAreas)
  const window = new BrowserWindow(windowOptions(place, join(import.meta.dirname, 'preload.cjs'), nativeTheme.shouldUseDarkColors))
  presentWindow(window, place, placeFile)
  void window.loadURL(page)
}

function sendCommand(commandId: string): void {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  window?.webContents.send(CHANNEL.menuCommand, commandId)
}

function focusWindow(): void {
  const [window] = BrowserWindow.getAllWindows()
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

function closeBeforeQuitting(engine: { readonly close: () => Promise<unknown> }): void {
  app.once('will-quit', (event) => {
    event.preventDefault()
    void closeWithin(engine)
      .catch((error: unknown) => console.error('The engine did not close:', error))
      .finally(() => app.exit())
  })
}
