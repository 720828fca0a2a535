import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { CONTENT_SECURITY_POLICY } from '#shared/content-security-policy.ts'
import type { Engine } from '#shared/contract.ts'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'
import { connect } from '#shared/rpc.ts'
import { BUILD_LIMIT_MS, ensureBuilt } from '#test/support/built.ts'
import { electronWire } from '../../renderer/host/electron.ts'
import { bootDesktop, type Desktop, openPage, type Page } from './boot.ts'
import type { BrowserWindow } from './stand-in.ts'

/** The launch most tests look at. Not there if the build failed. */
let desktop: Desktop
let window: BrowserWindow

beforeAll(async () => {
  ensureBuilt()
  desktop = bootDesktop()
  window = await desktop.window()
}, BUILD_LIMIT_MS)
afterAll(async () => {
  if (!desktop) return
  desktop.electron.app.quit()
  await desktop.electron.app.exited.promise
  desktop.remove()
})

/** Reaches the engine as the page does, by the renderer's own code. */
async function reach(page: Page): Promise<Engine> {
  vi.stubGlobal('window', page)
  return connect(await electronWire())
}

describe('the window', () => {
  it('gives its page neither Node nor the preload its context', () => {
    expect(window.options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    })
    expect(desktop.electron.app.calls).toContain('enableSandbox')
  })
  it('opens on the privileged scheme and is shown when its first paint is ready', () => {
    expect(desktop.electron.protocol.privileged).toMatchObject([{ scheme: 'app', privileges: { standard: true, secure: true } }])
    expect(window.webContents.getURL()).toBe('app://sockscope/index.html')
    expect(window.isShown).toBe(true)
  })
  it('keeps its place when it closes, for the next start', async () => {
    const other = bootDesktop()
    const closing = await other.window()
    closing.close()
    await other.electron.app.exited.promise
    const kept: unknown = JSON.parse(readFileSync(join(other.folder, 'user', 'window.json'), 'utf8'))
    expect(kept).toEqual({ bounds: { x: 10, y: 20, width: 1000, height: 700 }, isMaximized: false })
    other.remove()
  })
})

describe('the app: scheme', () => {
  const get = (url: string, method = 'GET') => desktop.electron.protocol.responders.get('app')!({ url, method })

  it('serves the page with the policy and its content type', async () => {
    const response = await get('app://sockscope/index.html')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toContain('<div id="root">')
  })
  it('forbids inline scripts, and the built page has none', async () => {
    expect(CONTENT_SECURITY_POLICY).toMatch(/script-src 'self'(;|$)/)
    const html = await (await get('app://sockscope/index.html')).text()
    expect(html.match(/<script(?![^>]*\bsrc=)[^>]*>/g)).toBeNull()
    expect(html).not.toMatch(/\son\w+=/)
  })
  it.each([
    ['dot segments', 'app://sockscope/../package.json'],
    ['encoded dots', 'app://sockscope/%2e%2e/package.json'],
    ['an encoded slash', 'app://sockscope/..%2fpackage.json'],
    ['both encoded', 'app://sockscope/%2e%2e%2f%2e%2e%2fpackage.json'],
    ['doubly encoded', 'app://sockscope/%252e%252e%252fpackage.json'],
    ['a backslash', 'app://sockscope/..\\package.json'],
    ['an encoded backslash', 'app://sockscope/..%5c..%5cpackage.json'],
    ['an absolute path', 'app://sockscope//etc/passwd'],
    ['an encoded absolute path', 'app://sockscope/%2fetc%2fpasswd'],
    ['a NUL', 'app://sockscope/index.html%00.png'],
    ['broken encoding', 'app://sockscope/%ff%fe'],
    ['the folder itself', 'app://sockscope/'],
    ['a sibling with the same prefix', 'app://sockscope/..%2frenderer-secret%2fkey'],
    ['what is not there', 'app://sockscope/nothing.js'],
    ['another host', 'app://elsewhere/index.html'],
  ])('answers 404 to %s', async (_, url) => {
    mkdirSync(join(desktop.folder, 'dist', 'renderer-secret'), { recursive: true })
    writeFileSync(join(desktop.folder, 'dist', 'renderer-secret', 'key'), 'secret')
    const response = await get(url)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
    expect(await response.text()).toBe('Not found')
  })
  it('answers nothing but GET', async () => expect((await get('app://sockscope/index.html', 'POST')).status).toBe(404))
})

describe('what a page tries', () => {
  const attempt = (name: string, url = '', isMainFrame = true) => {
    const event = new desktop.electron.StandInEvent(url, isMainFrame)
    window.webContents.emit(name, event)
    return event
  }

  it.each(['will-navigate', 'will-redirect', 'will-attach-webview', 'will-frame-navigate'])('%s is prevented', (name) => {
    expect(attempt(name, 'https://example.com/').defaultPrevented).toBe(true)
  })
  it('may fill an embedded preview, and the preview may go nowhere', () => {
    expect(attempt('will-frame-navigate', 'about:srcdoc', false).defaultPrevented).toBe(false)
    expect(attempt('will-frame-navigate', 'https://example.com/', false).defaultPrevented).toBe(true)
  })
  it('opens no window', () =>
    expect(window.webContents.windowOpenHandler!({ url: 'app://sockscope/index.html' })).toEqual({ action: 'deny' }))
  it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem', 'hid'])(
    'gets no permission for %s',
    (name) => {
      const { defaultSession } = desktop.electron.session
      const answers: boolean[] = []
      defaultSession.requestHandler!(window.webContents, name, (isGranted) => answers.push(isGranted))
      expect(answers).toEqual([false])
      expect(defaultSession.checkHandler!(window.webContents, name, 'app://sockscope')).toBe(false)
      expect(defaultSession.deviceHandler!()).toBe(false)
    },
  )
  it('may copy to the clipboard, and no other site may', () => {
    const { checkHandler } = desktop.electron.session.defaultSession
    expect(checkHandler!(window.webContents, 'clipboard-sanitized-write', 'app://sockscope/')).toBe(true)
    expect(checkHandler!(window.webContents, 'clipboard-sanitized-write', 'https://example.com')).toBe(false)
  })
  it('downloads nothing', () => {
    const event = new desktop.electron.StandInEvent()
    desktop.electron.session.defaultSession.emit('will-download', event)
    expect(event.defaultPrevented).toBe(true)
  })
})

describe('the bridge', () => {
  it('hands the page a port, answers its calls and passes events on', async () => {
    const engine = await reach(openPage(desktop, window))
    const { version } = JSON.parse(readFileSync(join(desktop.folder, 'package.json'), 'utf8')) as { version: string }
    expect((await engine.call('app.info', null)).version).toBe(version)
    const changed = new Promise((resolve) => engine.on('settings.changed', resolve))
    await engine.call('settings.write', { theme: 'dark' })
    expect(await changed).toMatchObject({ theme: 'dark' })
    expect(desktop.electron.nativeTheme.themeSource).toBe('dark')
  })
  it('refuses a call with an input that is not of its kind', async () => {
    const engine = await reach(openPage(desktop, window))
    await expect(engine.call('connection.close', { id: 'one' } as never)).rejects.toMatchObject({ code: 'input.invalid' })
  })
  it('gives a page that reloads a new port and closes the old one', async () => {
    vi.stubGlobal('window', openPage(desktop, window))
    const old = await electronWire()
    const closed = new Promise<void>((resolve) => old.onClose(resolve))
    const engine = await reach(openPage(desktop, window))
    await closed
    await expect(engine.call('app.info', null)).resolves.toBeDefined()
  })
  it.each([
    ['another site', () => new desktop.electron.Frame('https://example.com/')],
    ['a frame within the page', () => new desktop.electron.Frame('app://sockscope/index.html', window.webContents.mainFrame)],
    ['a sandboxed preview', () => new desktop.electron.Frame('about:srcdoc', window.webContents.mainFrame)],
    ['another host of the scheme', () => new desktop.electron.Frame('app://elsewhere/index.html')],
  ])('refuses %s its port and its dialogs', async (_, makeFrame) => {
    const foreign = makeFrame()
    const received: unknown[] = []
    const page = openPage(desktop, window, foreign)
    page.addEventListener('message', ({ data }) => received.push(data))
    page.postMessage('sockscope:ready', page.location.origin)
    await expect(Promise.resolve().then(() => page.sockscopeHost.openFile({ title: 'Open', extensions: [] }))).rejects.toMatchObject({
      code: 'bridge.refused',
    })
    expect(received).toEqual(['sockscope:ready'])
  })
})

describe('the host', () => {
  it('reads a file that was chosen, and tells its name and not its folder', async () => {
    const path = join(desktop.folder, 'chosen.json')
    writeFileSync(path, '{}')
    desktop.electron.dialog.chosenPaths = [path]
    const { sockscopeHost } = openPage(desktop, window)
    expect(await sockscopeHost.openFile({ title: 'Open', extensions: ['json'] })).toEqual({
      name: 'chosen.json',
      bytes: new Uint8Array([123, 125]),
    })
    expect(await sockscopeHost.choosePath!({ title: 'CA', extensions: [] })).toBe(path)
    desktop.electron.dialog.chosenPaths = []
    expect(await sockscopeHost.openFile({ title: 'Open', extensions: [] })).toBeNull()
  })
  it('saves bytes under the last part of the name only', async () => {
    desktop.electron.dialog.chosenPaths = [desktop.folder]
    const { sockscopeHost } = openPage(desktop, window)
    expect(await sockscopeHost.saveFile('../../evil.bin', new Uint8Array([1, 2, 3]))).toBe(true)
    expect([...readFileSync(join(desktop.folder, 'evil.bin'))]).toEqual([1, 2, 3])
    desktop.electron.dialog.chosenPaths = []
    expect(await sockscopeHost.saveFile('a.bin', new Uint8Array())).toBe(false)
  })
  it('tells the page which command was chosen in the menu, until it stops listening', () => {
    const chosen: string[] = []
    const stop = openPage(desktop, window).sockscopeHost.onMenuCommand!((id) => chosen.push(id))
    const items = desktop.electron.Menu.current.flatMap(({ submenu }) => submenu ?? [])
    const save = items.find(({ id }) => id === 'file.save')!
    save.click!()
    stop()
    save.click!()
    expect(chosen).toEqual(['file.save'])
  })
  it("speaks the person's language in the menu, as soon as it is chosen", async () => {
    const engine = await reach(openPage(desktop, window))
    const labels = () => desktop.electron.Menu.current.map(({ label }) => label)
    expect(labels()).toContain('Connection')
    await engine.call('settings.write', { language: 'zh' })
    await vi.waitFor(() => expect(labels()).toContain('连接'))
    await engine.call('settings.write', { language: 'system' })
  })
})

describe('one instance', () => {
  it('a second launch ends at once, and opens nothing', async () => {
    const second = bootDesktop({ isFirst: false })
    await second.electron.app.exited.promise
    expect(second.electron.BrowserWindow.getAllWindows()).toEqual([])
    second.remove()
  })
  it('and brings the first one to the front', () => {
    window.minimized = true
    desktop.electron.app.emit('second-instance')
    expect([window.minimized, window.isFocused]).toEqual([false, true])
  })
})

describe('quitting', () => {
  it('closes the connections first, with the closing handshake', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    const { port } = await new Promise<{ port: number }>((resolve) =>
      server.once('listening', () => resolve(server.address() as { port: number })),
    )
    const closeCode = new Promise<number>((resolve) => server.once('connection', (socket) => socket.once('close', resolve)))
    const quitting = bootDesktop()
    const engine = await reach(openPage(quitting, await quitting.window()))
    const opened = new Promise<ConnectionSummary>((resolve) =>
      engine.on('connection.changed', (summary) => summary.state === 'open' && resolve(summary)),
    )
    await engine.call('connection.open', { spec: { ...DEFAULT_SPEC, url: `ws://127.0.0.1:${port}/` }, origin: null })
    await opened
    quitting.electron.app.quit()
    // 1001: going away, RFC 6455 section 7.4.1.
    expect([1000, 1001]).toContain(await closeCode)
    expect(await quitting.electron.app.exited.promise).toBe(0)
    server.close()
    quitting.remove()
  })
})

describe('starting', () => {
  it('that fails tells why, and ends with a status', async () => {
    // A file where the data folder should be.
    const broken = bootDesktop({ prepare: (folder) => writeFileSync(join(folder, 'user'), '') })
    expect(await broken.electron.app.exited.promise).toBe(1)
    expect(broken.electron.dialog.errors).toEqual([expect.stringMatching(/^Sockscope cannot start: .+/)])
    broken.remove()
  })
})
