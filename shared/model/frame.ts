export type Direction = 'in' | 'out'

/** Opcodes of RFC 6455 section 11.8. Any other 4-bit value may stand on the wire, and is shown as it came. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

export const isControl = (opcode: number): boolean => opcode >= 8

/** A rule of RFC 6455 or RFC 7692 that a frame breaks, named on the frame that breaks it. */
export const VIOLATIONS = {
  'reserved-bits': { rfc: '6455 5.2', closeCode: 1002, text: 'RSV bits are set that no negotiated extension defines.' },
  'reserved-opcode': { rfc: '6455 5.2', closeCode: 1002, text: 'The opcode is reserved.' },
  'masked-by-server': { rfc: '6455 5.1', closeCode: 1002, text: 'A server must not mask the frames it sends.' },
  'length-not-minimal': { rfc: '6455 5.2', closeCode: 1002, text: 'The payload length is not written in the fewest bytes.' },
  'length-too-large': { rfc: '6455 5.2', closeCode: 1009, text: 'The payload length exceeds 2^53 - 1 bytes, or its top bit is set.' },
  'control-fragmented': { rfc: '6455 5.4', closeCode: 1002, text: 'A control frame must not be fragmented.' },
  'control-too-long': { rfc: '6455 5.5', closeCode: 1002, text: 'A control frame carries at most 125 bytes.' },
  'continuation-without-start': { rfc: '6455 5.4', closeCode: 1002, text: 'A continuation frame came with no message begun.' },
  'message-interrupted': { rfc: '6455 5.4', closeCode: 1002, text: 'A new message began before the last one was finished.' },
  'compressed-continuation': { rfc: '7692 6.1', closeCode: 1002, text: 'RSV1 may be set on the first frame of a message only.' },
  'compressed-control': { rfc: '7692 6.1', closeCode: 1002, text: 'A control frame must not be compressed.' },
  'not-utf8': { rfc: '6455 8.1', closeCode: 1007, text: 'A text message must be valid UTF-8.' },
  'not-inflatable': { rfc: '7692 7.2.2', closeCode: 1007, text: 'The compressed payload is not a valid DEFLATE stream.' },
  'message-too-large': { rfc: '6455 7.4.1', closeCode: 1009, text: 'The message is larger than the limit set for this connection.' },
  'inflated-too-large': {
    rfc: '6455 7.4.1',
    closeCode: 1009,
    text: 'The message inflates to more than the limit set for this connection.',
  },
  'too-many-fragments': { rfc: '6455 7.4.1', closeCode: 1009, text: 'The message has more frames than the limit set for this connection.' },
  'close-payload-length': { rfc: '6455 5.5.1', closeCode: 1002, text: 'A close frame with a body must begin with a 2-byte code.' },
  'close-code': { rfc: '6455 7.4', closeCode: 1002, text: 'This close code must not be sent.' },
  'close-reason-not-utf8': { rfc: '6455 5.5.1', closeCode: 1007, text: 'The close reason must be valid UTF-8.' },
  'after-close': { rfc: '6455 5.5.1', closeCode: 1002, text: 'No frame may follow a close frame.' },
  truncated: { rfc: '6455 7.1.7', closeCode: 1006, text: 'The connection ended inside this frame.' },
  unframed: { rfc: '6455 7.1.7', closeCode: 1002, text: 'Bytes that belong to no frame that could be read.' },
} as const satisfies Record<string, { rfc: string; closeCode: number; text: string }>

export type ViolationId = keyof typeof VIOLATIONS

/**
 * True for bytes that are no frame, though they stand among the frames, numbered like them: what came after the protocol broke, and
 * the rest of a frame too long to be kept. They have no header: opcode, FIN and mask say nothing.
 */
export const isRaw = ({ violation }: Pick<FrameFacts, 'violation'>): boolean => violation === 'unframed'

/** A frame as it crossed the wire, without its payload. The wire form is the NDJSON record of docs/formats.md. */
export interface FrameFacts {
  /** Counts the frames of a connection in both directions, from 0, in the order they crossed the socket. */
  readonly seq: number
  /** When its last byte arrived, or was handed to the socket: microseconds since the Unix epoch. */
  readonly timeUs: number
  readonly direction: Direction
  readonly fin: boolean
  /** RSV1 is 4, RSV2 is 2, RSV3 is 1. */
  readonly rsv: number
  readonly opcode: number
  readonly masked: boolean
  /** Eight hex digits, or null. */
  readonly maskKey: string | null
  readonly headerLength: number
  /** As the header says; a truncated frame holds fewer bytes. */
  readonly payloadLength: number
  /** Header and payload as they crossed. */
  readonly wireLength: number
  /** The data frame's message, counted per connection from 0 in both directions; null for control frames. */
  readonly message: number | null
  readonly violation: ViolationId | null
}

export type MessageKind = 'text' | 'binary'

/** A message: one or more data frames joined, inflated if it was compressed. */
export interface MessageFacts {
  readonly message: number
  readonly timeUs: number
  readonly direction: Direction
  readonly kind: MessageKind
  /** Bytes after joining and inflating. */
  readonly length: number
  /** Sum of its frames' wire lengths. */
  readonly wireLength: number
  readonly frames: number
  readonly compressed: boolean
  readonly firstSeq: number
  readonly lastSeq: number
}

/** One row of the frame list: the frame, and what a person needs to recognise it. */
export interface FrameRow extends FrameFacts {
  /** Text or binary, of the frame's message (known on continuation frames too); null for control frames. */
  readonly kind: MessageKind | null
  /** The message was compressed. */
  readonly compressed: boolean
  /** On the last frame of a message: its length after joining and inflating. */
  readonly messageLength: number | null
  /** On the last frame of a message: how many frames it has. */
  readonly messageFrames: number | null
  /** The start of the payload (of the message, inflated, on a message's last frame), at most 256 characters: text as text, the rest as hex. */
  readonly preview: string
  readonly previewKind: 'text' | 'hex' | 'close' | 'empty'
}
