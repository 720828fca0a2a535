/** Ids are branded so that one cannot be passed for another. They are plain values on the wire. */
export type ConnectionId = number & { readonly brand: 'ConnectionId' }
/** Names one capture, live or ended; it keeps the name for as long as it stands on the disk. */
export type CaptureId = string & { readonly brand: 'CaptureId' }
/** Where a saved item stands in the workspace: path segments joined with '/', without an extension; the root is ''. */
export type LibraryPath = string & { readonly brand: 'LibraryPath' }
/** Names a running query of this engine. */
export type QueryId = number & { readonly brand: 'QueryId' }
