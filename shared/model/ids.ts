/** Ids are branded so that one cannot be passed for another. They are plain values on the wire. */
export type ConnectionId = number & { readonly brand: 'ConnectionId' }
/** Names one capture, live or ended; it keeps the name for as long as it stands on the disk. */
export type CaptureId = string & { readonly brand: 'CaptureId' }
/** Where a saved item stands in the workspace: path segments joined with '/', without an extension; the root is ''. */
export type LibraryPath = string & { readonly brand: 'LibraryPath' }
/** Names a running query of this engine. */
export type QueryId = number & { readonly brand: 'QueryId' }
/** Names an export of this engine, and for a while its file. Not to be guessed: whoever knows it may fetch the file. */
export type ExportId = string & { readonly brand: 'ExportId' }
/** Names a file that a window is handing in. */
export type ImportId = string & { readonly brand: 'ImportId' }
