import type { CallName, Engine, EventName, Events, Handlers } from './contract.ts'
import { CALL_NAMES } from './contract.ts'
import { AppError, type ErrorCode, failureOf } from './errors.ts'

/** What crosses: JSON values and Uint8Arrays. */
export type WireMessage =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly code: ErrorCode; readonly message: string; readonly hint: string }
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown }

/** A two-way pipe of messages; the hosts differ only here. */
export interface Wire {
  readonly post: (message: WireMessage) => void
  readonly onMessage: (listener: (message: unknown) => void) => void
  readonly onClose: (listener: () => void) => void
}

/** What an answering side needs of the engine: its handlers, and a way to hear its events. */
export interface Answerer {
  readonly handlers: Handlers
  readonly onEvent: (listener: <E extends EventName>(name: E, payload: Events[E]) => void) => () => void
}

const isCallName = (name: unknown): name is CallName => (CALL_NAMES as readonly unknown[]).includes(name)

/** Answers the calls that come over `wire` and passes events on, until it closes. A message that is not a call is ignored. */
export function serve(wire: Wire, answerer: Answerer): void {
  let isClosed = false
  // An answer that took longer than the window lived has nobody to go to.
  const post = (message: WireMessage): void => {
    if (!isClosed) wire.post(message)
  }
  const stop = answerer.onEvent((name, payload) => post({ kind: 'event', name, payload }))
  wire.onClose(() => {
    isClosed = true
    stop()
  })
  wire.onMessage((received) => {
    const call = readCall(received)
    if (call) void answer(post, answerer.handlers, call)
  })
}

interface ReceivedCall {
  readonly id: number
  readonly name: unknown
  readonly input: unknown
}

function readCall(received: unknown): ReceivedCall | null {
  if (typeof received !== 'object' || received === null) return null
  const { kind, id, name, input } = received as Record<string, unknown>
  return kind === 'call' && typeof id === 'number' ? { id, name, input } : null
}

async function answer(post: Wire['post'], handlers: Handlers, { id, name, input }: ReceivedCall): Promise<void> {
  try {
    if (!isCallName(name)) throw new AppError('input.invalid', `There is no call named ${JSON.stringify(name)}.`)
    // The handlers validate their input themselves; the table only widens the union of their parameter types.
    const handler = handlers[name] as (input: unknown) => unknown
    post({ kind: 'answer', id, output: await handler(input) })
  } catch (error) {
    post({ kind: 'refusal', id, ...failureOf(error) })
  }
}

type Pending = { readonly resolve: (output: unknown) => void; readonly reject: (error: AppError) => void }

/** The UI's end of the wire. When it closes, everything still asked is refused with 'bridge.lost'. */
export function connect(wire: Wire): Engine {
  let nextId = 1
  let isClosed = false
  const pending = new Map<number, Pending>()
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  const lost = () =>
    new AppError('bridge.lost', 'The connection between this window and the engine ended.', {
      hint: 'Reload the window; start Sockscope again if that does not help.',
    })

  wire.onMessage((received) => settle(received as WireMessage, pending, listeners))
  wire.onClose(() => {
    isClosed = true
    for (const { reject } of pending.values()) reject(lost())
    pending.clear()
  })

  return {
    call: (name, input) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(lost())
        const id = nextId++
        // The answer's type is the contract's; the engine validated its side.
        pending.set(id, { resolve: resolve as (output: unknown) => void, reject })
        wire.post({ kind: 'call', id, name, input })
      }),
    on: (name, listener) => {
      const heard = listener as (payload: unknown) => void
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(heard))
      return () => void set.delete(heard)
    },
  }
}

function settle(
  message: WireMessage,
  pending: Map<number, Pending>,
  listeners: ReadonlyMap<string, Set<(payload: unknown) => void>>,
): void {
  if (message.kind === 'event') {
    for (const listener of listeners.get(message.name) ?? []) listener(message.payload)
    return
  }
  if (message.kind === 'call') return
  const asked = pending.get(message.id)
  pending.delete(message.id)
  if (message.kind === 'answer') asked?.resolve(message.output)
  else asked?.reject(new AppError(message.code, message.message, { hint: message.hint }))
}
