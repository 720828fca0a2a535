import type { Writable } from 'node:stream'
import * as ws from 'ws'

/** What `ws` exports and its types do not name: the reference that the tap is compared with. */
export interface WsDeflate {
  accept(configurations: readonly Record<string, readonly (string | true)[]>[]): unknown
  cleanup(): void
}
type Extensions = { readonly 'permessage-deflate'?: WsDeflate }
interface WsReceiverOptions {
  readonly isServer: boolean
  readonly maxPayload: number
  readonly extensions: Extensions
}
interface WsSendOptions {
  readonly binary: boolean
  readonly compress: boolean
  readonly fin: boolean
  readonly mask: boolean
}
export interface WsSender {
  send(data: Uint8Array | string, options: WsSendOptions, sent: (error?: Error) => void): void
}

export const { Receiver, Sender, PerMessageDeflate } = ws as unknown as {
  readonly Receiver: new (options: WsReceiverOptions) => Writable
  readonly Sender: new (socket: Writable, extensions: Extensions) => WsSender
  readonly PerMessageDeflate: new (options: {
    readonly isServer: boolean
    readonly threshold?: number
    readonly maxPayload?: number
  }) => WsDeflate
}

export interface AgreedDeflate {
  readonly windowBits: number
  readonly noContextTakeover: boolean
}

/**
 * permessage-deflate with the same parameters for both directions.
 *
 * @param isServer whether it compresses as a server does and inflates what a client sent, or the other way round
 */
export function wsDeflate(agreed: AgreedDeflate, isServer: boolean, maxPayload = 0): WsDeflate {
  const deflate = new PerMessageDeflate({ isServer, threshold: 0, maxPayload })
  deflate.accept([
    {
      server_max_window_bits: [String(agreed.windowBits)],
      client_max_window_bits: [String(agreed.windowBits)],
      ...(agreed.noContextTakeover && { server_no_context_takeover: [true], client_no_context_takeover: [true] }),
    },
  ])
  return deflate
}
