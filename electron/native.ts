import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { BrowserWindow, Dialog, IpcMain, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron'
import type { EngineService } from '#engine/index.ts'
import { AppError } from '#shared/errors.ts'
import type { FileFilter, OpenedFile } from '#shared/host.ts'
import type { ExportId } from '#shared/model/ids.ts'
import { CHANNEL } from './channels.ts'

interface NativeOptions {
  readonly ipcMain: Pick<IpcMain, 'handle'>
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>
  readonly windowOf: (contents: WebContents) => BrowserWindow | null
  readonly isTrusted: (frame: WebFrameMain | null) => boolean
  /** Files of finished exports. */
  readonly exports: EngineService['exports']
}

/** The file dialogs of shared/host.ts. A path is only ever one that a person chose just now. */
export function offerFiles({ ipcMain, dialog, windowOf, isTrusted, exports }: NativeOptions): void {
  const answer = (channel: string, reply: (window: BrowserWindow, ...args: unknown[]) => Promise<unknown>) =>
    ipcMain.handle(channel, (event: IpcMainInvokeEvent, ...args: unknown[]) => {
      const window = isTrusted(event.senderFrame) ? windowOf(event.sender) : null
      if (!window) throw new AppError('bridge.refused', 'Only a window of Sockscope may ask for files.')
      return reply(window, ...args)
    })

  const choose = async (window: BrowserWindow, options: unknown): Promise<string | null> => {
    const { title, extensions } = readFilter(options)
    const filters = extensions.length > 0 ? [{ name: title, extensions: [...extensions] }] : []
    const { filePaths } = await dialog.showOpenDialog(window, { title, filters, properties: ['openFile'] })
    return filePaths[0] ?? null
  }

  answer(CHANNEL.choosePath, choose)
  answer(CHANNEL.openFile, async (window, options): Promise<OpenedFile | null> => {
    const path = await choose(window, options)
    return path === null ? null : { name: basename(path), bytes: await readFile(path) }
  })
  answer(CHANNEL.saveFile, async (window, name, bytes): Promise<boolean> => {
    if (typeof name !== 'string' || !(bytes instanceof Uint8Array)) throw new AppError('input.invalid', 'A file needs a name and bytes.')
    // A name may have come with a payload: only its last part is offered.
    const { filePath, canceled } = await dialog.showSaveDialog(window, { defaultPath: basename(name) })
    if (canceled || !filePath) return false
    await writeFile(filePath, bytes)
    return true
  })
  answer(CHANNEL.saveExport, async (window, id, name): Promise<boolean> => {
    if (typeof id !== 'string' || typeof name !== 'string') throw new AppError('input.invalid', 'An export has an id and a name.')
    // Whether there is such an export is for the engine to say.
    const exported = id as ExportId
    const path = exports.file(exported)
    const { filePath, canceled } = await dialog.showSaveDialog(window, { defaultPath: basename(name) })
    if (!canceled && filePath) await copyFile(path, filePath)
    await exports.forget(exported)
    return !canceled && filePath !== ''
  })
}

function readFilter(options: unknown): FileFilter {
  const { title, extensions } = (options ?? {}) as Record<string, unknown>
  const isFilter = typeof title === 'string' && Array.isArray(extensions) && extensions.every((extension) => typeof extension === 'string')
  if (!isFilter) throw new AppError('input.invalid', 'A file dialog needs a title and a list of extensions.')
  return { title, extensions }
}
