import type { ExportId } from './model/ids.ts'

/**
 * What the UI may ask of the place it runs in, as capabilities and not as platforms. The desktop
 * preload exposes exactly this; the browser host implements it with web APIs.
 */
export interface Host {
  readonly kind: 'desktop' | 'browser'
  /** Lets a person choose a file to read; null if they did not. */
  readonly openFile: (options: FileFilter) => Promise<OpenedFile | null>
  /** Lets a person choose a path whose name goes into a spec (a CA file); null where the host cannot tell paths. */
  readonly choosePath: ((options: FileFilter) => Promise<string | null>) | null
  /** Offers bytes to be saved under a name; resolves false if the person declined. */
  readonly saveFile: (name: string, bytes: Uint8Array) => Promise<boolean>
  /** Brings the file of a finished export to where a person wants it; resolves false if they declined. */
  readonly saveExport: (id: ExportId, name: string) => Promise<boolean>
  /** Commands chosen in the native menu, by their id (renderer commands.ts); absent in a browser. */
  readonly onMenuCommand: ((listener: (commandId: string) => void) => () => void) | null
}

export interface FileFilter {
  readonly title: string
  /** Without the dot; empty for any. */
  readonly extensions: readonly string[]
}

export interface OpenedFile {
  readonly name: string
  readonly bytes: Uint8Array
}
