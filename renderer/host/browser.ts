import { AppError } from '#shared/errors.ts'
import type { FileFilter, Host, OpenedFile } from '#shared/host.ts'
import type { ExportId } from '#shared/model/ids.ts'
import type { Wire } from '#shared/rpc.ts'
import { socketWire } from './wires.ts'

/** Opens the bridge of `sockscope serve`, on the origin this page came from. */
export function browserWire(): Promise<Wire> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${window.location.host}/bridge`)
    socket.onopen = () => resolve(socketWire(socket))
    socket.onerror = () =>
      reject(
        new AppError('bridge.refused', 'This page could not reach Sockscope.', {
          hint: 'Open the address that `sockscope serve` printed when it started.',
        }),
      )
  })
}

export const browserHost: Host = {
  kind: 'browser',
  openFile: chooseFile,
  choosePath: null,
  saveFile: downloadFile,
  saveExport: downloadExport,
  onMenuCommand: null,
}

function chooseFile({ extensions }: FileFilter): Promise<OpenedFile | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = extensions.map((extension) => `.${extension}`).join(',')
    input.oncancel = () => resolve(null)
    input.onchange = async () => {
      const file = input.files?.[0]
      resolve(file ? { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } : null)
    }
    input.click()
  })
}

/** The bridge streams it: a capture of any size goes to the disk without passing through this page. */
function downloadExport(id: ExportId, name: string): Promise<boolean> {
  const link = document.createElement('a')
  link.href = `/export/${id}/${encodeURIComponent(name)}`
  link.download = name
  link.click()
  return Promise.resolve(true)
}

function downloadFile(name: string, bytes: Uint8Array): Promise<boolean> {
  // A copy: Blob wants an ArrayBuffer of its own, and `bytes` may be a view.
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)]))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
  return Promise.resolve(true)
}
