import { type Captures, openConnection } from '#engine/index.ts'
import { DEFAULT_SPEC } from '#shared/model/spec.ts'

/** A connection that is captured, as the engine's are. */
export interface WatchedConnection {
  readonly send: (text: string) => Promise<void>
  /** Resolves with the next message from the server. */
  readonly nextMessage: () => Promise<void>
  readonly end: () => Promise<void>
}

/** Resolves when it is open. */
export async function openWatched(url: string, captures: Captures): Promise<WatchedConnection> {
  const [opened, closed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let message = Promise.withResolvers<void>()
  const capture = captures.create({
    connection: 1,
    url,
    isScratch: true,
    onHeld: (isHeld) => connection.hold(isHeld),
    onError: opened.reject,
  })
  const connection = openConnection(
    { ...DEFAULT_SPEC, url },
    {
      onState: (state) => void (state === 'open' && opened.resolve()),
      onHandshake: () => undefined,
      onRun: (run) => {
        capture.appendRun(run)
        message.resolve()
      },
      onFrame: capture.appendFrame,
      onMessage: capture.appendMessage,
      onFailure: ({ message: text }) => opened.reject(new Error(text)),
      onClose: () => closed.resolve(),
    },
    { userAgent: 'sockscope-bench' },
  )
  await opened.promise
  return {
    send: (text) => connection.send({ kind: 'text', text }),
    nextMessage: () => {
      message = Promise.withResolvers()
      return message.promise
    },
    end: async () => {
      connection.terminate()
      await closed.promise
      await capture.remove()
    },
  }
}
