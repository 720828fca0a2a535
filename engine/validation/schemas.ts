import { z } from 'zod'
import type { CallName, Input } from '#shared/contract.ts'
import { MOST_COLLECTION_FILES, MOST_PASTED_CHARACTERS } from '#shared/model/collection-import.ts'
import { SAME_SITE } from '#shared/model/cookie.ts'
import { COPY_TARGETS } from '#shared/model/copy-as.ts'
import { IMPORT_PIECE_BYTES } from '#shared/model/export.ts'
import { COPY_FORMS } from '#shared/model/frame-selection.ts'
import { MOST_NOTE_CHARS } from '#shared/model/note.ts'
import { MOST_CONTEXT } from '#shared/model/query.ts'
import { LIST_COLUMNS, TIME_FORMS } from '#shared/model/settings.ts'
import {
  anyCount,
  bytes,
  captureId,
  connectionId,
  exportId,
  importId,
  integer,
  LIMITS,
  libraryPath,
  list,
  name,
  queryId,
  text,
  utf8Text,
} from './basics.ts'
import { exportRequest, frameSelection } from './export-schema.ts'
import { connectionSpec, savedSpec } from './spec-schema.ts'

const nothing = z.null()
const theConnection = z.strictObject({ id: connectionId })
const theItem = z.strictObject({ path: libraryPath })

const theQuery = z.strictObject({ query: queryId })
const context = integer(0, MOST_CONTEXT)

const outgoingMessage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: utf8Text(LIMITS.textChars) }),
  z.strictObject({ kind: z.literal('binary'), bytes: bytes(LIMITS.binaryBytes) }),
])

const collectionPiece = z.strictObject({ path: text(LIMITS.pathChars), bytes: bytes(IMPORT_PIECE_BYTES) })

const cookieKey = z.strictObject({ domain: name, path: name, name: text(LIMITS.cookieChars) })

const cookie = z.strictObject({
  ...cookieKey.shape,
  value: text(LIMITS.cookieChars),
  expiresMs: integer(0, LIMITS.dateMs).nullable(),
  secure: z.boolean(),
  httpOnly: z.boolean(),
  hostOnly: z.boolean(),
  sameSite: z.enum(SAME_SITE).nullable(),
})

const settings = z.strictObject({
  theme: z.enum(['light', 'dark', 'system']),
  language: z.enum(['en', 'zh', 'system']),
  layout: z.record(name, list(z.number())).refine((panels) => Object.keys(panels).length <= LIMITS.entries),
  tabs: list(text(LIMITS.pathChars)),
  isDemoOffered: z.boolean(),
  queries: list(z.strictObject({ name, text: text(LIMITS.valueChars) })),
  list: z.strictObject({ time: z.enum(TIME_FORMS), hidden: list(z.enum(LIST_COLUMNS)) }),
  captureLimitBytes: anyCount,
  historyLimitBytes: anyCount,
})

const changedSettings = z.strictObject({
  theme: settings.shape.theme.exactOptional(),
  language: settings.shape.language.exactOptional(),
  layout: settings.shape.layout.exactOptional(),
  tabs: settings.shape.tabs.exactOptional(),
  isDemoOffered: settings.shape.isDemoOffered.exactOptional(),
  queries: settings.shape.queries.exactOptional(),
  list: settings.shape.list.exactOptional(),
  captureLimitBytes: settings.shape.captureLimitBytes.exactOptional(),
  historyLimitBytes: settings.shape.historyLimitBytes.exactOptional(),
})

/**
 * The shape of every call's input, at run time. Sizes are bounded here; meanings (a close code that must
 * not be sent, a ping that is too long) are judged where they are known, with their own error codes.
 */
export const SCHEMAS = {
  'app.info': nothing,
  'connection.open': z.strictObject({ spec: connectionSpec, origin: libraryPath.nullable() }),
  'connection.list': nothing,
  'connection.handshake': theConnection,
  'connection.send': z.strictObject({ id: connectionId, message: outgoingMessage }),
  'connection.ping': z.strictObject({ id: connectionId, payload: bytes(LIMITS.valueChars) }),
  'connection.close': z.strictObject({
    id: connectionId,
    code: integer(0, 65_535).nullable(),
    reason: utf8Text(LIMITS.valueChars),
  }),
  'connection.reconnectNow': theConnection,
  'connection.cancelReconnect': theConnection,
  'connection.forget': theConnection,
  'capture.rows': z.strictObject({ capture: captureId, first: anyCount, count: integer(0, LIMITS.rows) }),
  'capture.frame': z.strictObject({ capture: captureId, seq: anyCount }),
  'capture.payload': z.strictObject({
    capture: captureId,
    seq: anyCount,
    of: z.enum(['frame', 'message']),
    first: anyCount,
    count: integer(0, LIMITS.sliceBytes),
  }),
  'capture.between': z.strictObject({ capture: captureId, selection: frameSelection }),
  'capture.copy': z.strictObject({ capture: captureId, selection: frameSelection, form: z.enum(COPY_FORMS) }),
  'capture.seqAt': z.strictObject({ capture: captureId, timeUs: z.number() }),
  'capture.messageBeside': z.strictObject({ capture: captureId, seq: anyCount, direction: z.enum(['next', 'previous']) }),
  'capture.notes': z.strictObject({ capture: captureId }),
  'capture.annotate': z.strictObject({
    capture: captureId,
    note: z.strictObject({ seq: anyCount, isBookmarked: z.boolean(), text: utf8Text(MOST_NOTE_CHARS) }),
  }),
  'capture.open': z.strictObject({ capture: captureId }),
  'capture.openFile': z.strictObject({ path: text(LIMITS.pathChars) }),
  'capture.openImport': z.strictObject({ id: importId, name }),
  'history.list': z.strictObject({ search: text(LIMITS.valueChars), first: anyCount, count: integer(0, LIMITS.historyEntries) }),
  'history.rename': z.strictObject({ capture: captureId, name: text(LIMITS.captureNameChars) }),
  'history.pin': z.strictObject({ capture: captureId, isPinned: z.boolean() }),
  'history.delete': z.strictObject({ captures: list(captureId, LIMITS.captures) }),
  'history.restore': z.strictObject({ captures: list(captureId, LIMITS.captures) }),
  'query.start': z.strictObject({ capture: captureId, text: text(LIMITS.valueChars), context, originUs: z.number().nullable() }),
  'query.rows': z.strictObject({ query: queryId, first: anyCount, count: integer(0, LIMITS.rows) }),
  'query.hits': z.strictObject({ query: queryId, first: anyCount, count: integer(0, LIMITS.rows) }),
  'query.find': z.strictObject({ query: queryId, from: integer(-1, Number.MAX_SAFE_INTEGER), direction: z.enum(['next', 'previous']) }),
  'query.place': z.strictObject({ query: queryId, seq: anyCount }),
  'query.setContext': z.strictObject({ query: queryId, context }),
  'query.cancel': theQuery,
  'query.end': theQuery,
  'export.start': exportRequest,
  'export.cancel': z.strictObject({ id: exportId }),
  'export.payload': z.strictObject({ capture: captureId, seq: anyCount, of: z.enum(['frame', 'message']) }),
  'import.begin': nothing,
  'import.write': z.strictObject({ id: importId, bytes: bytes(IMPORT_PIECE_BYTES) }),
  'import.finish': z.strictObject({ id: importId }),
  'import.cancel': z.strictObject({ id: importId }),
  'collection.begin': nothing,
  'collection.write': z.strictObject({ id: importId, pieces: list(collectionPiece, MOST_COLLECTION_FILES) }),
  'collection.read': z.strictObject({ id: importId }),
  'collection.readText': z.strictObject({ text: text(MOST_PASTED_CHARACTERS) }),
  'collection.spec': z.strictObject({ id: importId, spec: anyCount }),
  'collection.import': z.strictObject({
    id: importId,
    folder: libraryPath,
    specs: list(anyCount, LIMITS.importedItems),
    environments: list(anyCount, LIMITS.importedItems),
  }),
  'collection.undo': z.strictObject({ id: importId }),
  'collection.forget': z.strictObject({ id: importId }),
  'spec.copyAs': z.strictObject({
    target: z.enum(COPY_TARGETS),
    spec: connectionSpec,
    messages: list(outgoingMessage, LIMITS.savedMessages),
  }),
  'library.tree': nothing,
  'library.read': theItem,
  'library.create': z.strictObject({ folder: libraryPath, name, saved: savedSpec }),
  'library.save': z.strictObject({ path: libraryPath, saved: savedSpec }),
  'library.createFolder': z.strictObject({ folder: libraryPath, name }),
  'library.rename': z.strictObject({ path: libraryPath, name }),
  'library.move': z.strictObject({ path: libraryPath, folder: libraryPath }),
  'library.duplicate': theItem,
  'library.delete': theItem,
  'library.restore': z.strictObject({ trash: text(LIMITS.pathChars) }),
  'cookies.list': nothing,
  'cookies.set': z.strictObject({ cookie, replaces: cookieKey.nullable() }),
  'cookies.delete': cookieKey,
  'cookies.clear': z.strictObject({ domain: name.nullable() }),
  'certificates.keep': z.strictObject({ pem: text(LIMITS.valueChars) }),
  'settings.read': nothing,
  'settings.write': changedSettings,
  'demo.start': nothing,
} satisfies { readonly [C in CallName]: z.ZodType<Input<C>> }

/** `readonly` aside, which says who may write and not what crosses. */
type Plain<T> = T extends Uint8Array | string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? Plain<Item>[]
    : { -readonly [Key in keyof T]: Plain<T[Key]> }

type IsSame<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** The calls whose schema and contract differ, in either direction: an input the schema forgets a field of is one. */
type Drifted = { [C in CallName]: IsSame<Plain<z.infer<(typeof SCHEMAS)[C]>>, Plain<Input<C>>> extends true ? never : C }[CallName]

// Does not compile, and names the calls, when a schema and the contract drift apart.
export const NO_DRIFT: [Drifted] extends [never] ? true : Drifted = true
