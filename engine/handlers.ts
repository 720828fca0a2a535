import { basename } from 'node:path'
import { type AppInfo, CALL_NAMES, type DemoServer, type Handlers } from '#shared/contract.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import type { FrameNote } from '#shared/model/note.ts'
import { encodeRows } from '#shared/model/row-page.ts'
import type { Captures } from './capture/captures.ts'
import { selectedSeqs, sumSelected } from './capture/selected-ranges.ts'
import type { LiveConnections } from './connection/live-connections.ts'
import type { ReopenedConnections } from './connection/reopened-connections.ts'
import type { KeptJar } from './cookies/kept-jar.ts'
import { copyFrames } from './interchange/capture/copy-frames.ts'
import type { CollectionImports } from './interchange/collection-imports.ts'
import { copyAs } from './interchange/copy-as/copy-as.ts'
import type { Exports } from './interchange/exports.ts'
import type { Imports } from './interchange/imports.ts'
import type { Library } from './library/library.ts'
import type { Queries } from './query/queries.ts'
import type { SettingsFile } from './settings/settings.ts'
import { checkInput } from './validation/check-input.ts'

export interface Rooms {
  readonly info: () => AppInfo
  readonly captures: Captures
  readonly queries: Queries
  /** Something else is said of a frame. */
  readonly annotated: (capture: CaptureId, note: FrameNote) => void
  readonly exports: Exports
  readonly imports: Imports
  readonly collections: CollectionImports
  readonly connections: LiveConnections
  readonly reopened: ReopenedConnections
  readonly library: Library
  readonly cookies: KeptJar
  readonly keepCertificate: (pem: string) => Promise<string>
  readonly settings: SettingsFile
  readonly startDemo: () => Promise<DemoServer>
}

/** The contract, answered: each call is checked, then handed to the room it belongs to. */
export function createHandlers({
  info,
  captures,
  queries,
  annotated,
  exports,
  imports,
  collections,
  connections,
  reopened,
  library,
  cookies,
  keepCertificate,
  settings,
  startDemo,
}: Rooms): Handlers {
  return checked({
    'app.info': info,
    'connection.open': ({ spec, origin }) => connections.open(spec, origin),
    'connection.list': () => [...connections.list(), ...reopened.list()],
    'connection.handshake': ({ id }) => (reopened.has(id) ? reopened : connections).handshake(id),
    'connection.send': ({ id, message }) => connections.send(id, message).then(toNull),
    'connection.ping': ({ id, payload }) => connections.ping(id, payload).then(toNull),
    'connection.close': ({ id, code, reason }) => {
      connections.close(id, code, reason)
      return null
    },
    'connection.reconnectNow': ({ id }) => {
      connections.reconnectNow(id)
      return null
    },
    'connection.cancelReconnect': ({ id }) => {
      connections.cancelReconnect(id)
      return null
    },
    'connection.forget': ({ id }) => (reopened.has(id) ? reopened : connections).forget(id).then(toNull),
    'capture.rows': ({ capture, first, count }) => captures.reader(capture).rows(first, count).then(encodeRows),
    'capture.frame': ({ capture, seq }) => captures.reader(capture).frame(seq),
    'capture.payload': ({ capture, seq, of, first, count }) => captures.reader(capture).payload(seq, of, first, count),
    'capture.between': ({ capture, selection }) =>
      sumSelected(captures.reader(capture), selection.ranges, selection.query === null ? null : queries.get(selection.query)),
    'capture.copy': ({ capture, selection, form }) => {
      const shown = selection.query === null ? null : queries.get(selection.query)
      return copyFrames(captures.reader(capture), selectedSeqs(selection.ranges, shown), form)
    },
    'capture.seqAt': ({ capture, timeUs }) => captures.reader(capture).seqAt(timeUs),
    'capture.messageBeside': ({ capture, seq, direction }) => captures.reader(capture).messageBeside(seq, direction),
    'capture.notes': ({ capture }) => captures.reader(capture).notes(),
    'capture.annotate': async ({ capture, note }) => {
      await captures.reader(capture).annotate(note)
      annotated(capture, note)
      return null
    },
    'capture.open': async ({ capture }) => connections.ofCapture(capture) ?? reopened.open(capture),
    'capture.openFile': ({ path }) => reopened.openFile(path, basename(path)),
    'capture.openImport': async ({ id, name }) => {
      const { path, remove } = await imports.take(id)
      return reopened.openFile(path, basename(name), remove)
    },
    'history.list': (question) => captures.history.list(question),
    'history.rename': ({ capture, name }) => captures.history.rename(capture, name).then(toNull),
    'history.pin': ({ capture, isPinned }) => captures.history.pin(capture, isPinned).then(toNull),
    'history.delete': ({ captures: ids }) => captures.history.delete(ids).then(toNull),
    'history.restore': ({ captures: ids }) => captures.history.restore(ids).then(toNull),
    'query.start': (question) => queries.start(question),
    'query.rows': ({ query, first, count }) => queries.get(query).rows(first, count).then(encodeRows),
    'query.hits': ({ query, first, count }) => queries.get(query).hits(first, count),
    'query.find': ({ query, from, direction }) => queries.get(query).find(from, direction),
    'query.place': ({ query, seq }) => queries.get(query).place(seq),
    'query.setContext': ({ query, context }) => queries.get(query).setContext(context),
    'query.cancel': ({ query }) => {
      queries.get(query).cancel()
      return null
    },
    'query.end': ({ query }) => {
      queries.end(query)
      return null
    },
    'export.start': (request) => exports.start(request),
    'export.cancel': ({ id }) => {
      exports.cancel(id)
      return null
    },
    'export.payload': (place) => exports.payload(place),
    'import.begin': () => imports.begin(),
    'import.write': ({ id, bytes }) => imports.write(id, bytes).then(toNull),
    'import.finish': ({ id }) => imports.finish(id),
    'import.cancel': ({ id }) => imports.cancel(id).then(toNull),
    'collection.begin': () => collections.begin(),
    'collection.write': ({ id, pieces }) => {
      collections.write(id, pieces)
      return null
    },
    'collection.read': ({ id }) => collections.read(id),
    'collection.readText': ({ text }) => collections.readText(text),
    'collection.spec': ({ id, spec }) => collections.spec(id, spec),
    'collection.import': ({ id, folder, specs, environments }) => collections.import(id, folder, specs, environments),
    'collection.undo': ({ id }) => collections.undo(id).then(toNull),
    'collection.forget': ({ id }) => {
      collections.forget(id)
      return null
    },
    'spec.copyAs': ({ target, spec, messages }) => copyAs(target, spec, messages),
    'library.tree': () => library.tree(),
    'library.read': ({ path }) => library.read(path),
    'library.create': ({ folder, name, saved }) => library.create(folder, name, saved),
    'library.save': ({ path, saved }) => library.save(path, saved).then(toNull),
    'library.createFolder': ({ folder, name }) => library.createFolder(folder, name),
    'library.rename': ({ path, name }) => library.rename(path, name),
    'library.move': ({ path, folder }) => library.move(path, folder),
    'library.duplicate': ({ path }) => library.duplicate(path),
    'library.delete': ({ path }) => library.delete(path),
    'library.restore': ({ trash }) => library.restore(trash),
    'cookies.list': () => cookies.list(),
    'cookies.set': ({ cookie, replaces }) => cookies.set(cookie, replaces).then(toNull),
    'cookies.delete': (key) => cookies.delete(key).then(toNull),
    'cookies.clear': ({ domain }) => cookies.clear(domain).then(toNull),
    'certificates.keep': ({ pem }) => keepCertificate(pem),
    'settings.read': () => settings.read(),
    'settings.write': (change) => settings.write(change),
    'demo.start': startDemo,
  })
}

/** Only JSON values and bytes cross: what answers nothing answers null. */
const toNull = (): null => null

function checked(handlers: Handlers): Handlers {
  const checkedOf = (call: keyof Handlers) => {
    // The schema of a call yields that call's input; the table only widens the union of their types.
    const handler = handlers[call] as (input: unknown) => unknown
    return [call, (input: unknown) => handler(checkInput(call, input))] as const
  }
  // Every name is there, each with its own handler.
  return Object.fromEntries(CALL_NAMES.map(checkedOf)) as unknown as Handlers
}
