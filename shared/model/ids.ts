/** Ids are branded so that one cannot be passed for another. They are plain values on the wire. */
export type ConnectionId = number & { readonly brand: 'ConnectionId' }
/** Names one capture of this engine; today the live ones, later also those reopened from disk. */
export type CaptureId = string & { readonly brand: 'CaptureId' }
/** Where a saved item stands in the workspace: path segments joined with '/', without an extension; the root is ''. */
export type LibraryPath = string & { readonly brand: 'LibraryPath' }
