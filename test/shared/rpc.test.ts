import { describe, expect, it } from 'vitest'
import type { Handlers } from '#shared/contract.ts'
import { AppError } from '#shared/errors.ts'
import type { ConnectionId, LibraryPath } from '#shared/model/ids.ts'
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts'
import { type Answerer, connect, serve, type WireMessage } from '#shared/rpc.ts'
import { createWirePair } from '#test/support/wire-pair.ts'

type Listener = Parameters<Answerer['onEvent']>[0]

function createAnswerer(handlers: Partial<Handlers>) {
  const listeners = new Set<Listener>()
  const answerer: Answerer = {
    // Only the calls a test makes are there.
    handlers: handlers as Handlers,
    onEvent: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return { answerer, listeners }
}

function join(handlers: Partial<Handlers>) {
  const pair = createWirePair()
  const { answerer, listeners } = createAnswerer(handlers)
  serve(pair.theirs, answerer)
  return { pair, listeners, engine: connect(pair.ours) }
}

const path = 'a/b' as LibraryPath
const id = 1 as ConnectionId

describe('a call over a wire', () => {
  it('is answered, at once or later', async () => {
    const { engine } = join({
      'library.duplicate': ({ path }) => `${path} 2` as LibraryPath,
      'settings.read': async () => DEFAULT_SETTINGS,
    })
    expect(await engine.call('library.duplicate', { path })).toBe('a/b 2')
    expect(await engine.call('settings.read', null)).toEqual(DEFAULT_SETTINGS)
  })

  it('gets its own answer, whatever the order of the answers', async () => {
    const gates = new Map<string, () => void>()
    const { engine } = join({
      'library.duplicate': ({ path }) => new Promise((resolve) => gates.set(path, () => resolve(`${path}!` as LibraryPath))),
    })
    const first = engine.call('library.duplicate', { path: 'first' as LibraryPath })
    const second = engine.call('library.duplicate', { path: 'second' as LibraryPath })
    await expect.poll(() => gates.size).toBe(2)
    gates.get('second')!()
    expect(await second).toBe('second!')
    gates.get('first')!()
    expect(await first).toBe('first!')
  })

  it("is not answered into a wire that closed meanwhile: the host's post may throw by then", async () => {
    const pair = createWirePair()
    const gate = Promise.withResolvers<LibraryPath>()
    const posted: WireMessage[] = []
    const { answerer } = createAnswerer({ 'library.duplicate': () => gate.promise })
    serve({ ...pair.theirs, post: (message) => void posted.push(message) }, answerer)
    connect(pair.ours)
      .call('library.duplicate', { path })
      .catch(() => undefined)
    await new Promise((resolve) => setImmediate(resolve))
    pair.close()
    gate.resolve(path)
    await new Promise((resolve) => setImmediate(resolve))
    expect(posted).toEqual([])
  })

  it('is refused with the code, the sentence and the hint of the error', async () => {
    const { engine } = join({
      'connection.ping': () => {
        throw new AppError('ping.too-long', 'Too long.', { hint: 'Shorten it.' })
      },
    })
    const asked = engine.call('connection.ping', { id, payload: new Uint8Array(126) })
    await expect(asked).rejects.toMatchObject({ name: 'AppError', code: 'ping.too-long', message: 'Too long.', hint: 'Shorten it.' })
  })

  it('is refused as internal when something else was thrown', async () => {
    const { engine } = join({ 'settings.read': () => Promise.reject(new TypeError('x is not a function')) })
    await expect(engine.call('settings.read', null)).rejects.toMatchObject({ code: 'internal' })
  })

  it.each(['nothing.such', 'toString', '__proto__', 7, null])('is refused when there is no such call: %j', async (name) => {
    const { pair } = join({})
    const answers: unknown[] = []
    pair.ours.onMessage((message) => answers.push(message))
    pair.ours.post({ kind: 'call', id: 9, name: name as string, input: null })
    await expect.poll(() => answers).toMatchObject([{ kind: 'refusal', id: 9, code: 'input.invalid' }])
  })

  it('is refused when the wire is closed, and when it closes meanwhile', async () => {
    const { engine, pair } = join({ 'settings.read': () => new Promise(() => undefined) })
    const asked = engine.call('settings.read', null)
    pair.close()
    await expect(asked).rejects.toMatchObject({ code: 'bridge.lost' })
    await expect(engine.call('settings.read', null)).rejects.toMatchObject({ code: 'bridge.lost' })
  })
})

describe('what comes over a wire that is not a call', () => {
  it.each([[null], ['text'], [{ kind: 'call' }], [{ kind: 'call', id: 'x', name: 'app.info' }], [[]]])('%j is ignored', async (message) => {
    const { engine, pair } = join({ 'settings.read': () => DEFAULT_SETTINGS })
    pair.ours.post(message as unknown as WireMessage)
    expect(await engine.call('settings.read', null)).toEqual(DEFAULT_SETTINGS)
  })
})

describe('an event', () => {
  it('reaches its listeners until they undo it', async () => {
    const { engine, listeners } = join({ 'settings.read': () => DEFAULT_SETTINGS })
    const heard: string[] = []
    const stop = engine.on('connection.forgotten', ({ id }) => heard.push(`a${id}`))
    engine.on('connection.forgotten', ({ id }) => heard.push(`b${id}`))
    for (const tell of listeners) tell('connection.forgotten', { id })
    await engine.call('settings.read', null)
    stop()
    for (const tell of listeners) tell('connection.forgotten', { id: 2 as ConnectionId })
    await engine.call('settings.read', null)
    expect(heard).toEqual(['a1', 'b1', 'b2'])
  })

  it('is told no more once the wire is closed', () => {
    const { pair, listeners } = join({})
    expect(listeners.size).toBe(1)
    pair.close()
    expect(listeners.size).toBe(0)
  })
})
