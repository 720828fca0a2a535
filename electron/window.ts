import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { keepPlace, MINIMUM_SIZE, type WindowPlace } from './window-place.ts'

/** How the window is made. The page is untrusted: isolated, sandboxed, and without Node. */
export function windowOptions(place: WindowPlace, preload: string, isDark: boolean): BrowserWindowConstructorOptions {
  return {
    ...place.bounds,
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    title: 'Sockscope',
    show: false,
    backgroundColor: isDark ? '#16181b' : '#faf9f7',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
    },
  }
}

/** Shows the window when its first paint is ready, and keeps its place when it closes. */
export function presentWindow(window: BrowserWindow, place: WindowPlace, placeFile: string): void {
  window.once('ready-to-show', () => {
    if (place.isMaximized) window.maximize()
    window.show()
  })
  // getNormalBounds, or a maximised window would come back as a large one that cannot be made smaller.
  window.on('close', () => keepPlace(placeFile, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }))
}
