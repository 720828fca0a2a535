import * as ws from 'ws'

/**
 * The sending half of `ws`, which it exports but @types/ws does not describe. The shapes are those of
 * ws/lib/sender.js and ws/lib/permessage-deflate.js; test/engine/connection/ws-sending.test.ts holds on to them.
 */
export interface Sender {
  readonly send: (data: string | Uint8Array, options: SendOptions, done: Done) => void
  readonly ping: (data: Uint8Array, mask: boolean, done: Done) => void
  readonly pong: (data: Uint8Array, mask: boolean, done: Done) => void
  readonly close: (code: number | undefined, reason: string, mask: boolean, done: Done) => void
  /** Payload bytes that wait for the compressor. */
  readonly _bufferedBytes: number
}

export interface SendOptions {
  readonly binary: boolean
  readonly compress: boolean
  readonly fin: boolean
  readonly mask: boolean
}

export type Done = (error?: Error | null) => void

export interface Deflater {
  readonly accept: (parameters: readonly Readonly<Record<string, readonly (string | true)[]>>[]) => unknown
  /** Ends what is being compressed with an error; the sender's socket must be `destroyed` by then. */
  readonly cleanup: () => void
}

/** What a Sender asks of its socket. */
export interface SenderSocket {
  readonly destroyed: boolean
  readonly cork: () => void
  readonly uncork: () => void
  readonly write: (chunk: Uint8Array | string, done?: Done) => void
}

interface SendingParts {
  readonly Sender: new (socket: SenderSocket, extensions: Readonly<Record<string, Deflater>>) => Sender
  readonly PerMessageDeflate: new (options: { readonly isServer: boolean; readonly threshold: number }) => Deflater
}

// `ws` exports both; only the description lacks them.
export const { Sender, PerMessageDeflate } = ws as unknown as SendingParts
