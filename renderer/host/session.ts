import type { CallName, Engine, EventName, Events, Input, Output } from '#shared/contract.ts'
import { AppError } from '#shared/errors.ts'
import type { Host } from '#shared/host.ts'
import { connect } from '#shared/rpc.ts'
import { browserHost, browserWire } from './browser.ts'
import { electronWire } from './electron.ts'

let current: { readonly engine: Engine; readonly host: Host } | null = null

/** Reaches the engine, once, before anything is rendered. `onLost` is called when it goes away. @throws AppError 'bridge.refused' */
export async function beginSession(onLost: () => void): Promise<void> {
  const desktop = window.sockscopeHost
  const wire = await (desktop ? electronWire() : browserWire())
  // Two listeners of one wire's end: the engine's, which refuses what is still asked, and the window's.
  current = {
    host: desktop ?? browserHost,
    engine: connect({
      ...wire,
      onClose: (listener) => {
        wire.onClose(listener)
        wire.onClose(onLost)
      },
    }),
  }
}

function session(): { readonly engine: Engine; readonly host: Host } {
  if (!current) throw new AppError('bridge.lost', 'The window asked for the engine before it was reached.')
  return current
}

/** Asks the engine. Rejects with AppError. */
export const call = <C extends CallName>(name: C, input: Input<C>): Promise<Output<C>> => session().engine.call(name, input)

/** Hears an event until the returned undo is called. */
export const on = <E extends EventName>(name: E, listener: (payload: Events[E]) => void): (() => void) =>
  session().engine.on(name, listener)

/** What the place this window runs in can do. */
export const host = (): Host => session().host
