import { toHex } from '#test/support/frame-builder.ts'
import type { RandomStream } from './random-stream.ts'
import { Receiver, wsDeflate } from './ws-internals.ts'

export interface WsFailure {
  readonly code: string
  readonly closeCode: number | null
}

/** What the receiver of `ws` makes of a stream. */
export interface WsReading {
  readonly messages: string[]
  /** Pings, pongs and the close frame, e.g. 'ping 00ff', 'close 1000 627965'. */
  readonly controls: string[]
  failure: WsFailure | null
}

/** The close code `ws` would fail the connection with stands under a symbol it does not export. */
function failureOf(error: Error & { code?: string }): WsFailure {
  const symbol = Object.getOwnPropertySymbols(error).find((key) => key.description === 'status-code')
  const closeCode = symbol && (error as unknown as Record<symbol, number>)[symbol]
  return { code: error.code ?? error.message, closeCode: closeCode ?? null }
}

export async function readWithWs({ direction, deflate, maxMessageBytes, chunks }: RandomStream): Promise<WsReading> {
  const isServer = direction === 'out'
  const extension = deflate && wsDeflate(deflate, isServer, maxMessageBytes)
  const extensions = extension ? { 'permessage-deflate': extension } : {}
  const receiver = new Receiver({ isServer, maxPayload: maxMessageBytes, extensions })
  const reading: WsReading = { messages: [], controls: [], failure: null }
  let isOver = false
  receiver.on('message', (data: Uint8Array, isBinary: boolean) => reading.messages.push(`${isBinary ? 'binary' : 'text'} ${toHex(data)}`))
  receiver.on('ping', (data: Uint8Array) => reading.controls.push(`ping ${toHex(data)}`))
  receiver.on('pong', (data: Uint8Array) => reading.controls.push(`pong ${toHex(data)}`))
  receiver.on('conclude', (code: number, reason: Uint8Array) => {
    reading.controls.push(`close ${code} ${toHex(reason)}`)
    isOver = true
  })
  receiver.on('error', (error) => {
    reading.failure = failureOf(error)
    isOver = true
  })
  for (const chunk of chunks) {
    if (isOver) break
    // A copy, since the receiver unmasks in place.
    await new Promise<void>((resolve) => receiver.write(Buffer.from(chunk), () => resolve()))
  }
  receiver.destroy()
  extension?.cleanup()
  return reading
}
