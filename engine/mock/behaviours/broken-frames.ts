import { constants, deflateRawSync } from 'node:zlib'
import { converse } from '../conversation.ts'
import { agreeOnDeflate } from '../deflate.ts'
import type { Behaviour, Exchange } from '../exchange.ts'
import { frameBytes, textFrame } from '../frame-bytes.ts'
import { headerElements } from '../request-head.ts'

const DEFAULT_DEFLATE = { noContextTakeover: false, windowBits: 15 }
const GIB = 1024 * 1024 * 1024
const MIB = 1024 * 1024

const text = (words: string): Buffer => Buffer.from(words)

/** Paths that break RFC 6455 on purpose. Each says in a text message what is wrong with the frame that follows. */
export const BROKEN_FRAMES: readonly Behaviour[] = [
  breaks('/bad-utf8', 'a text message that is not UTF-8', () =>
    frameBytes({ opcode: 1, payload: Buffer.from([0x47, 0x72, 0xfc, 0xdf, 0x65]) }),
  ),
  breaks('/reserved-opcode', 'a frame with the reserved opcode 3', () => frameBytes({ opcode: 3, payload: text('what am I') })),
  breaks('/reserved-bits', 'a frame with RSV2 and RSV3 set', () => frameBytes({ opcode: 1, rsv: 3, payload: text('reserved') })),
  breaks('/masked-server', 'a masked frame, which only a client may send', () =>
    frameBytes({ opcode: 1, payload: text('masked'), maskKey: Buffer.from('37fa213d', 'hex') }),
  ),
  breaks('/interrupted', 'a new message inside one that is not finished', () =>
    Buffer.concat([frameBytes({ fin: false, opcode: 1, payload: text('begun and ') }), textFrame('interrupted')]),
  ),
  breaks('/stray-continuation', 'a continuation of nothing', () => frameBytes({ opcode: 0, payload: text('of what') })),
  breaks('/fragmented-ping', 'a ping without FIN', () => frameBytes({ fin: false, opcode: 9, payload: text('half a ping') })),
  breaks('/long-ping', 'a ping of 126 bytes', () => frameBytes({ opcode: 9, payload: Buffer.alloc(126, 'p') })),
  breaks('/length-not-minimal', 'a length in eight bytes where one would do', () =>
    frameBytes({ opcode: 1, payload: text('five!'), lengthBytes: 8 }),
  ),
  breaks('/length-too-large', 'a length with its top bit set', () => Buffer.from('827fffffffffffffffff', 'hex')),
  breaks('/huge', 'a frame that announces 4 GiB, and its first KiB', () =>
    frameBytes({ opcode: 2, payload: Buffer.alloc(1024), announcedLength: 4 * GIB }),
  ),
  breaksDeflate('/bad-deflate', 'a compressed message that is no DEFLATE stream', () =>
    frameBytes({ opcode: 1, rsv: 4, payload: Buffer.from('fffefdfcfbfaf9f8', 'hex') }),
  ),
  breaksDeflate('/compressed-continuation', 'a continuation with RSV1 set', () =>
    Buffer.concat([
      frameBytes({ fin: false, opcode: 1, payload: text('plain, ') }),
      frameBytes({ rsv: 4, opcode: 0, payload: text('compressed?') }),
    ]),
  ),
  breaksDeflate('/compressed-ping', 'a ping with RSV1 set', () => frameBytes({ rsv: 4, opcode: 9, payload: text('squeezed') })),
  breaksDeflate('/bomb', 'a compressed message of 1 MiB that inflates to 1 GiB', () =>
    frameBytes({ opcode: 2, rsv: 4, payload: deflatedZeros() }),
  ),
]

function breaks(path: string, what: string, frame: () => Buffer): Behaviour {
  return {
    path,
    about: `Breaks the protocol: ${what}.`,
    pattern: new RegExp(`^${path}$`),
    handle: (exchange) => {
      const conversation = converse(exchange)
      conversation?.text(`Next comes ${what}.`)
      conversation?.write(frame())
    },
  }
}

/** The same for what only permessage-deflate makes wrong; without an offer of it, says so and echoes. */
function breaksDeflate(path: string, what: string, frame: () => Buffer): Behaviour {
  const handle = (exchange: Exchange): void => {
    const deflate = agreeOnDeflate(headerElements(exchange.request, 'Sec-WebSocket-Extensions'), DEFAULT_DEFLATE)
    const conversation = converse(exchange, { deflate })
    if (!deflate) conversation?.text('Offer permessage-deflate to see what this path is for.')
    else {
      conversation?.write(textFrame(`Next comes ${what}.`))
      conversation?.write(frame())
    }
  }
  return { path, about: `Breaks the protocol: ${what}.`, pattern: new RegExp(`^${path}$`), handle }
}

/**
 * 1 GiB of zeros in DEFLATE, in about 1 MiB, without ever holding more: what one MiB of zeros becomes ends on a
 * byte with nothing referring back over it, so that it can stand 1,024 times in a row.
 */
function deflatedZeros(): Buffer {
  const part = deflateRawSync(Buffer.alloc(MIB), { level: 9, finishFlush: constants.Z_SYNC_FLUSH })
  return Buffer.concat(Array.from({ length: GIB / MIB }, () => part)).subarray(0, -4)
}
