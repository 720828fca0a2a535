import { importFiles } from './importing.ts'

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Files that are dropped anywhere on the window are imported. Without this a browser would leave the page for them. */
export function beginDropping(): void {
  window.addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
  })
  window.addEventListener('drop', (event) => {
    // A field that takes files for itself has said so.
    if (!hasFiles(event) || event.defaultPrevented) return
    event.preventDefault()
    void importFiles([...(event.dataTransfer?.files ?? [])])
  })
}
