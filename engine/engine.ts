import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { DemoServer, EventName, Events } from '#shared/contract.ts'
import { AppError } from '#shared/errors.ts'
import type { Answerer } from '#shared/rpc.ts'
import { createCaptures } from './capture/captures.ts'
import { keepCertificate } from './certificates/keep-certificate.ts'
import { checkNode } from './check-node.ts'
import { LiveConnections } from './connection/live-connections.ts'
import { SILENT_OBSERVER } from './connection/observer.ts'
import { rehearse } from './connection/rehearsal.ts'
import { ReopenedConnections } from './connection/reopened-connections.ts'
import { openWorkspaceJar } from './cookies/workspace-jar.ts'
import { createHandlers } from './handlers.ts'
import { CollectionImports } from './interchange/collection-imports.ts'
import { Exports } from './interchange/exports.ts'
import { Imports } from './interchange/imports.ts'
import { openLibrary } from './library/library.ts'
import { type WorkspaceWatch, watchWorkspace } from './library/watch-workspace.ts'
import { type DemoServerHandle, startDemoServer } from './mock/demo-server.ts'
import { Queries } from './query/queries.ts'
import { openSettings } from './settings/settings.ts'

export interface EngineOptions {
  /** Captures and settings, made if missing. Several engines may share it. */
  readonly dataFolder: string
  /** The library's files, made if missing. */
  readonly workspaceFolder: string
  /** Of Sockscope, e.g. '0.1.0': for the about box and the `User-Agent`. */
  readonly version: string
}

/** Everything a window needs of an engine; `serve(wire, engine)` of shared/rpc.ts puts it on a wire. */
export interface EngineService extends Answerer {
  /** Closes all connections with 1001 (at most 2 s), writes what is pending, stops the demo. May be called again. */
  readonly close: () => Promise<void>
  /** Files of finished exports, for the host to deliver. */
  readonly exports: Pick<Exports, 'file' | 'forget'>
}

/** Nobody likes a window that will not close. */
const FAREWELL_MS = 2_000

type Listener = <E extends EventName>(name: E, payload: Events[E]) => void

/**
 * Starts an engine: all that Sockscope does, behind the contract.
 *
 * @throws AppError 'node.too-old', 'library.io'
 */
export async function createEngine({ dataFolder, workspaceFolder, version }: EngineOptions): Promise<EngineService> {
  checkNode()
  await rehearse(SILENT_OBSERVER)
  const listeners = new Set<Listener>()
  const tell: Listener = (name, payload) => {
    for (const listener of listeners) listener(name, payload)
  }
  const onLibraryChange = () => tell('library.changed', null)
  const library = await openLibrary({ folder: workspaceFolder, onChange: onLibraryChange })
  const watching = watchOutside(workspaceFolder, onLibraryChange)
  const settings = await openSettings({
    file: join(dataFolder, 'settings.json'),
    onChange: (changed) => tell('settings.changed', changed),
  })
  const cookies = await openWorkspaceJar({ dataFolder, workspaceFolder, onChange: () => tell('cookies.changed', null) })
  const captures = createCaptures({
    folder: join(dataFolder, 'captures'),
    limits: () => settings.read(),
    shown: () => new Set([...connections.list(), ...reopened.list()].map(({ capture }) => capture)),
    onHistoryChanged: () => {
      tell('history.changed', null)
      void followHistory()
    },
  })
  const queries = new Queries({ reader: captures.reader, onProgress: (progress) => tell('query.progressed', progress) })
  const exports = new Exports({
    captures,
    folder: join(dataFolder, 'exports'),
    version,
    shown: (query) => queries.get(query),
    onProgress: (progress) => tell('export.progressed', progress),
  })
  const imports = new Imports(captures, join(dataFolder, 'imports'))
  const collections = new CollectionImports(library)
  const connections = new LiveConnections({
    captures,
    userAgent: `sockscope/${version}`,
    cookies,
    onChanged: (summary) => tell('connection.changed', summary),
    onForgotten: (id) => tell('connection.forgotten', { id }),
    farewellMs: FAREWELL_MS,
  })
  const reopened = new ReopenedConnections({
    captures,
    newId: () => connections.newId(),
    onChanged: (summary) => tell('connection.changed', summary),
    onForgotten: (id) => tell('connection.forgotten', { id }),
  })
  /** What is shown of a capture that was deleted says so, and says no more when it is back. */
  const followHistory = async () => {
    try {
      await connections.refreshCaptures(async (id) => (await captures.history.entry(id)) !== null)
      await reopened.refresh()
    } catch {
      // The engine is closing; whoever asks for the history otherwise is told what is wrong with it.
    }
  }
  // Nobody waits for it.
  void captures.history.makeRoom()
  const demo = new Demo()
  let closing: Promise<void> | null = null
  const closeAll = async () => {
    queries.endAll()
    collections.close()
    await Promise.all([exports.close(), imports.close()])
    await connections.closeAll()
    await Promise.all([captures.close(), cookies.close(), watching.then((watch) => watch?.close()), demo.stop()])
  }
  return {
    handlers: createHandlers({
      info: () => ({ version, workspace: workspaceFolder, demo: demo.server }),
      captures,
      queries,
      annotated: (capture, note) => tell('capture.annotated', { capture, note }),
      exports,
      imports,
      collections,
      connections,
      reopened,
      library,
      cookies,
      keepCertificate: (pem) => keepCertificate(join(dataFolder, 'certificates'), pem),
      settings,
      startDemo: () => demo.start(),
    }),
    onEvent: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    exports,
    close: () => {
      closing ??= closeAll()
      return closing
    },
  }
}

/** Where the system cannot watch (too many files, a network drive), what others change is seen when the window is focused. */
async function watchOutside(workspaceFolder: string, onChange: () => void): Promise<WorkspaceWatch | null> {
  try {
    return await watchWorkspace({ root: await realpath(workspaceFolder), onChange, onError: () => undefined })
  } catch {
    return null
  }
}

/** At most one demo server, however often it is asked for. */
class Demo {
  #starting: Promise<DemoServerHandle> | null = null
  #server: DemoServer | null = null
  #isStopped = false

  /** What a window may know of it, once it runs. */
  get server(): DemoServer | null {
    return this.#server
  }

  /** @throws AppError 'demo.failed' */
  async start(): Promise<DemoServer> {
    if (this.#isStopped) throw new AppError('demo.failed', 'Sockscope is closing.')
    this.#starting ??= startDemoServer()
    try {
      const { url, paths } = await this.#starting
      this.#server = { url, paths }
      return this.#server
    } catch (error) {
      this.#starting = null
      throw error
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    const [started] = await Promise.allSettled([this.#starting])
    if (started.status === 'fulfilled') await started.value?.close()
  }
}
