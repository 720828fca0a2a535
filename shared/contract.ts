import type { Failure } from './errors.ts'
import type { CollectionImported, CollectionPiece, CollectionPreview } from './model/collection-import.ts'
import type { ConnectionSummary, OutgoingMessage } from './model/connection.ts'
import type { Cookie, CookieKey } from './model/cookie.ts'
import type { CopiedCode, CopyTarget } from './model/copy-as.ts'
import type { ExportProgress, ExportRequest, ImportBegun, ImportedCapture } from './model/export.ts'
import type { FrameFacts, MessageFacts } from './model/frame.ts'
import type { CopyForm, FrameSelection, SelectionSum } from './model/frame-selection.ts'
import type { HandshakeReport } from './model/handshake.ts'
import type { HistoryPage } from './model/history.ts'
import type { CaptureId, ConnectionId, ExportId, ImportId, LibraryPath, QueryId } from './model/ids.ts'
import type { LibraryNode } from './model/library.ts'
import type { FrameNote } from './model/note.ts'
import type { FoundHit, QueryProgress, QueryStart, ShownPlace } from './model/query.ts'
import type { RowPage } from './model/row-page.ts'
import type { Settings } from './model/settings.ts'
import type { ConnectionSpec, SavedSpec } from './model/spec.ts'

/**
 * What the UI may ask. One argument in, one value out; JSON values and bytes only.
 * Every input is validated on the engine's side (engine/validation/) before a handler sees it.
 */
export interface Calls {
  'app.info': (input: null) => AppInfo

  /** Begins to connect and answers at once; what becomes of it comes as 'connection.changed'. Rejects only a spec that cannot be tried. */
  'connection.open': (input: { spec: ConnectionSpec; origin: LibraryPath | null }) => ConnectionSummary
  'connection.list': (input: null) => ConnectionSummary[]
  /** Every hop so far, oldest first. Grows while the handshake runs. */
  'connection.handshake': (input: { id: ConnectionId }) => HandshakeReport[]
  /** Resolves when the operating system has taken the bytes. */
  'connection.send': (input: { id: ConnectionId; message: OutgoingMessage }) => null
  'connection.ping': (input: { id: ConnectionId; payload: Uint8Array }) => null
  /** Starts the closing handshake (RFC 6455 section 7.1.2); code null sends a close frame without a body. While opening: gives up. */
  'connection.close': (input: { id: ConnectionId; code: number | null; reason: string }) => null
  /** Opens what is counted down to at once; does nothing where nothing is. */
  'connection.reconnectNow': (input: { id: ConnectionId }) => null
  /** Gives a countdown up; so does 'connection.close'. */
  'connection.cancelReconnect': (input: { id: ConnectionId }) => null
  /** Takes an ended connection off the list. Its capture stays in the history. */
  'connection.forget': (input: { id: ConnectionId }) => null

  /** Rows by their seq (shared/model/row-page.ts); fewer than `count` where the capture ends. `count` is at most 1,000. */
  'capture.rows': (input: { capture: CaptureId; first: number; count: number }) => RowPage
  'capture.frame': (input: { capture: CaptureId; seq: number }) => FrameDetail
  /** Bytes [first, first + count) of a payload, unmasked; `count` is at most 16 MiB. */
  'capture.payload': (input: { capture: CaptureId; seq: number; of: PayloadOf; first: number; count: number }) => PayloadSlice

  /** Time and bytes of what was chosen in the list. */
  'capture.between': (input: { capture: CaptureId; selection: FrameSelection }) => SelectionSum
  /** The same as text for a clipboard; refused with 'copy.too-large' above MOST_COPIED. */
  'capture.copy': (input: { capture: CaptureId; selection: FrameSelection; form: CopyForm }) => string
  /** The first frame that crossed at this time (microseconds since the Unix epoch) or later; the number of frames if none did. */
  'capture.seqAt': (input: { capture: CaptureId; timeUs: number }) => number
  /** The last frame of the next message behind a frame, or of the one before it; null if there is none within a million frames. */
  'capture.messageBeside': (input: { capture: CaptureId; seq: number; direction: 'next' | 'previous' }) => number | null
  /** Bookmarks and notes, by the seqs of their frames. */
  'capture.notes': (input: { capture: CaptureId }) => FrameNote[]
  /** Keeps what is said of a frame, in place of what was said before; a note that says nothing takes that away. */
  'capture.annotate': (input: { capture: CaptureId; note: FrameNote }) => null

  /** Opens a capture of the history to be looked at: a connection that has ended and is read-only. Open already, it is answered with again. */
  'capture.open': (input: { capture: CaptureId }) => ConnectionSummary
  /** Opens a `.sockscope` file where it stands, for hosts that can tell its path. */
  'capture.openFile': (input: { path: string }) => ConnectionSummary
  /** Opens a `.sockscope` file that was handed in ('import.begin', 'import.write') under the name it had, in place of 'import.finish'. */
  'capture.openImport': (input: { id: ImportId; name: string }) => ConnectionSummary

  /** Captures on the disk, newest first, whose name or URL holds `search`; `count` is at most 500. */
  'history.list': (input: { search: string; first: number; count: number }) => HistoryPage
  /** An empty name takes the name away. */
  'history.rename': (input: { capture: CaptureId; name: string }) => null
  'history.pin': (input: { capture: CaptureId; isPinned: boolean }) => null
  /** Into the trash; 'history.restore' undoes it within ten minutes, as long as no room is needed. */
  'history.delete': (input: { captures: readonly CaptureId[] }) => null
  'history.restore': (input: { captures: readonly CaptureId[] }) => null

  /** Begins a query over a capture; what it finds comes as 'query.progressed'. `originUs` is what `t` counts from; null for the first frame. */
  'query.start': (input: { capture: CaptureId; text: string; context: number; originUs: number | null }) => QueryStart
  /** Hits, and `context` rows around each, by their place among these; fewer than `count` at the end. `count` is at most 1,000. */
  'query.rows': (input: { query: QueryId; first: number; count: number }) => RowPage
  /** The seqs of the hits among frames [first, first + count); `count` is at most 1,000. */
  'query.hits': (input: { query: QueryId; first: number; count: number }) => number[]
  /** The next hit behind frame `from` (-1 for the first), or the last one before it. */
  'query.find': (input: { query: QueryId; from: number; direction: 'next' | 'previous' }) => FoundHit | null
  /** Where a frame stands among the shown rows, or would stand. */
  'query.place': (input: { query: QueryId; seq: number }) => ShownPlace
  'query.setContext': (input: { query: QueryId; context: number }) => QueryProgress
  /** Stops scanning; what was found stays. */
  'query.cancel': (input: { query: QueryId }) => null
  'query.end': (input: { query: QueryId }) => null

  /** Begins to write a capture for others, or to look for what would be redacted; what becomes of it comes as 'export.progressed'. */
  'export.start': (input: ExportRequest) => { readonly id: ExportId }
  'export.cancel': (input: { id: ExportId }) => null
  /** Writes one payload, of any length, as it is; answers when its file stands, for the host to deliver. */
  'export.payload': (input: { capture: CaptureId; seq: number; of: PayloadOf }) => { readonly id: ExportId }
  /** A file to import, handed in by pieces of at most IMPORT_PIECE_BYTES. */
  'import.begin': (input: null) => ImportBegun
  'import.write': (input: { id: ImportId; bytes: Uint8Array }) => null
  /** Answers with what was found in it; each stands among the captures. */
  'import.finish': (input: { id: ImportId }) => ImportedCapture[]
  'import.cancel': (input: { id: ImportId }) => null

  /** A foreign collection, handed in by pieces of at most IMPORT_PIECE_BYTES together. */
  'collection.begin': (input: null) => ImportBegun
  'collection.write': (input: { id: ImportId; pieces: readonly CollectionPiece[] }) => null
  /** All of it is there: reads it, writes nothing. The preview has an id of its own, under which the collection is kept for a while. */
  'collection.read': (input: { id: ImportId }) => CollectionPreview
  /** The same for what was pasted: a line of curl, wscat or websocat, a URL, or a file's text. */
  'collection.readText': (input: { text: string }) => CollectionPreview
  /** One spec of a preview, by its index there. */
  'collection.spec': (input: { id: ImportId; spec: number }) => SavedSpec
  /** Writes the chosen specs and environments, by their indexes in the preview: all of them or none. */
  'collection.import': (input: {
    id: ImportId
    folder: LibraryPath
    specs: readonly number[]
    environments: readonly number[]
  }) => CollectionImported
  /** The folder goes to the workspace's trash; environments go if nobody changed them. */
  'collection.undo': (input: { id: ImportId }) => null
  'collection.forget': (input: { id: ImportId }) => null

  /** A spec, with messages to send when it is open, as a line of another tool or a program. */
  'spec.copyAs': (input: { target: CopyTarget; spec: ConnectionSpec; messages: readonly OutgoingMessage[] }) => CopiedCode

  'library.tree': (input: null) => LibraryNode[]
  'library.read': (input: { path: LibraryPath }) => SavedSpec
  /** Makes a new spec in `folder` under `name`, or a numbered one if that is taken; answers with its path. */
  'library.create': (input: { folder: LibraryPath; name: string; saved: SavedSpec }) => LibraryPath
  'library.save': (input: { path: LibraryPath; saved: SavedSpec }) => null
  'library.createFolder': (input: { folder: LibraryPath; name: string }) => LibraryPath
  'library.rename': (input: { path: LibraryPath; name: string }) => LibraryPath
  /** Moves a spec or folder into `folder`. */
  'library.move': (input: { path: LibraryPath; folder: LibraryPath }) => LibraryPath
  'library.duplicate': (input: { path: LibraryPath }) => LibraryPath
  /** Moves it to the workspace's trash; the answer undoes it through 'library.restore'. */
  'library.delete': (input: { path: LibraryPath }) => { trash: string }
  'library.restore': (input: { trash: string }) => LibraryPath

  /** The workspace's cookies, by domain, path and name. */
  'cookies.list': (input: null) => CookieList
  /** Keeps a cookie as a person wrote it, in place of `replaces` where it has another key than that. */
  'cookies.set': (input: { cookie: Cookie; replaces: CookieKey | null }) => null
  'cookies.delete': (input: CookieKey) => null
  /** @param domain null for all */
  'cookies.clear': (input: { domain: string | null }) => null

  /** Keeps a certificate as a PEM file in the data folder; answers with its path, for a spec's `tls.caFiles`. */
  'certificates.keep': (input: { pem: string }) => string

  'settings.read': (input: null) => Settings
  'settings.write': (input: Partial<Settings>) => Settings

  /** Starts the demo server on a free port of 127.0.0.1 (or answers with the one that runs). */
  'demo.start': (input: null) => DemoServer
}

/** What the engine may tell, unasked. Past tense. */
export interface Events {
  /** At most 30 a second for each query, the last one always. */
  'query.progressed': QueryProgress
  /** State or counters; at most 30 a second for each connection, the last one always. */
  'connection.changed': ConnectionSummary
  'connection.forgotten': { id: ConnectionId }
  /** Something else is said of a frame than before. */
  'capture.annotated': { capture: CaptureId; note: FrameNote }
  /** At most ten a second for each export, the last one always. */
  'export.progressed': ExportProgress
  /** The history lists something else than before. */
  'history.changed': null
  'library.changed': null
  'cookies.changed': null
  'settings.changed': Settings
}

export const CALL_NAMES = [
  'app.info',
  'connection.open',
  'connection.list',
  'connection.handshake',
  'connection.send',
  'connection.ping',
  'connection.close',
  'connection.reconnectNow',
  'connection.cancelReconnect',
  'connection.forget',
  'capture.rows',
  'capture.frame',
  'capture.payload',
  'capture.between',
  'capture.copy',
  'capture.seqAt',
  'capture.messageBeside',
  'capture.notes',
  'capture.annotate',
  'capture.open',
  'capture.openFile',
  'capture.openImport',
  'history.list',
  'history.rename',
  'history.pin',
  'history.delete',
  'history.restore',
  'query.start',
  'query.rows',
  'query.hits',
  'query.find',
  'query.place',
  'query.setContext',
  'query.cancel',
  'query.end',
  'export.start',
  'export.cancel',
  'export.payload',
  'import.begin',
  'import.write',
  'import.finish',
  'import.cancel',
  'collection.begin',
  'collection.write',
  'collection.read',
  'collection.readText',
  'collection.spec',
  'collection.import',
  'collection.undo',
  'collection.forget',
  'spec.copyAs',
  'library.tree',
  'library.read',
  'library.create',
  'library.save',
  'library.createFolder',
  'library.rename',
  'library.move',
  'library.duplicate',
  'library.delete',
  'library.restore',
  'cookies.list',
  'cookies.set',
  'cookies.delete',
  'cookies.clear',
  'certificates.keep',
  'settings.read',
  'settings.write',
  'demo.start',
] as const satisfies readonly (keyof Calls)[]

export interface CookieList {
  readonly cookies: Cookie[]
  /** Why they cannot be kept in their file, or null: then they are kept until Sockscope ends. */
  readonly problem: Failure | null
}

export interface AppInfo {
  readonly version: string
  /** The workspace folder, for people to read. */
  readonly workspace: string
  readonly demo: DemoServer | null
}

export interface DemoServer {
  /** E.g. 'ws://127.0.0.1:9001'. */
  readonly url: string
  readonly paths: readonly { readonly path: string; readonly about: string }[]
}

export interface FrameDetail {
  readonly frame: FrameFacts
  /** The header's bytes as they crossed. */
  readonly header: Uint8Array
  /** Null for control frames and for frames of a message that is not finished. */
  readonly message: MessageFacts | null
}

export type PayloadOf = 'frame' | 'message'

export interface PayloadSlice {
  readonly bytes: Uint8Array
  /** Of the whole payload, in bytes. */
  readonly total: number
}

export type CallName = keyof Calls
export type EventName = keyof Events
export type Input<C extends CallName> = Parameters<Calls[C]>[0]
export type Output<C extends CallName> = ReturnType<Calls[C]>

/** The engine's view: each call answers at once or later, as it likes. */
export type Handlers = { readonly [C in CallName]: (input: Input<C>) => Output<C> | Promise<Output<C>> }

/** The UI's view: every call is a promise, every subscription returns its undo. */
export interface Engine {
  call<C extends CallName>(name: C, input: Input<C>): Promise<Output<C>>
  on<E extends EventName>(name: E, listener: (payload: Events[E]) => void): () => void
}
