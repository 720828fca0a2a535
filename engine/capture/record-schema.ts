import { z } from 'zod'
import { ERROR_CODES } from '#shared/errors.ts'
import { CLOSE_REGISTRIES, TCP_ENDS } from '#shared/model/connection.ts'
import { NOTE_IDS } from '#shared/model/handshake.ts'
import type { CapturedEvent } from './capture.ts'
import { unreadable } from './unreadable.ts'

/** The records a capture holds as JSON, checked when read: the file may come from anywhere. Fields added later pass through. */

const count = z.int().nonnegative()
const nullableNumber = z.number().nullable()
const headers = z.array(z.tuple([z.string(), z.string()]))

const request = z.looseObject({ method: z.string(), target: z.string(), headers, raw: z.string() })

const body = z.looseObject({
  sizeBytes: count,
  truncated: z.boolean(),
  contentType: z.string(),
  charset: z.string(),
  text: z.string().nullable(),
  base64: z.string().nullable(),
})

const response = z.looseObject({
  version: z.string(),
  status: z.int(),
  statusText: z.string(),
  headers,
  raw: z.string(),
  body: body.nullable(),
})

const deflate = z.looseObject({
  serverNoContextTakeover: z.boolean(),
  clientNoContextTakeover: z.boolean(),
  serverMaxWindowBits: z.int(),
  clientMaxWindowBits: z.int(),
})

const timingsMs = z.looseObject({
  dns: nullableNumber,
  tcp: nullableNumber,
  proxy: nullableNumber,
  tls: nullableNumber,
  request: nullableNumber,
  total: z.number(),
})

const check = z.looseObject({
  id: z.enum(['status', 'upgrade', 'connection', 'accept', 'subprotocol', 'single', 'extension', 'extension-parameters']),
  ok: z.boolean(),
  rfc: z.string(),
  text: z.string(),
})

const peer = z.looseObject({
  address: z.string(),
  port: count.nullable(),
  localAddress: z.string(),
  localPort: count.nullable(),
})

const attempt = z.looseObject({
  address: z.string(),
  port: count.nullable(),
  startMs: z.number(),
  durationMs: nullableNumber,
  outcome: z.enum(['trying', 'connected', 'failed', 'abandoned']),
  error: z.string().nullable(),
})

const certificate = z.looseObject({
  subject: z.string(),
  issuer: z.string(),
  names: z.array(z.string()),
  validFrom: z.string(),
  validTo: z.string(),
  keyType: z.string(),
  keyBits: nullableNumber,
  curve: z.string().nullable(),
  serialNumber: z.string(),
  isAuthority: z.boolean(),
  fingerprint256: z.string(),
  pem: z.string(),
})

const tls = z.looseObject({
  version: z.string(),
  cipher: z.string(),
  alpn: z.string().nullable(),
  authorized: z.boolean(),
  authorizationError: z.string().nullable(),
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.string(),
  validTo: z.string(),
  fingerprint256: z.string(),
  servername: z.string(),
  chain: z.array(certificate),
  clientCertificate: z.string().nullable(),
})

const proxy = z.looseObject({
  url: z.string(),
  kind: z.enum(['http', 'https', 'socks5']),
  source: z.string(),
  tls: tls.nullable(),
  request: z.string().nullable(),
  response: response.nullable(),
  socksAnswer: z.string().nullable(),
})

const cookies = z.looseObject({
  sent: z.array(z.string()),
  offered: z.array(z.looseObject({ raw: z.string(), refused: z.string().nullable() })),
})

const note = z.looseObject({ id: z.enum(NOTE_IDS), text: z.string() })

const handshake = z.looseObject({
  type: z.literal('handshake'),
  connection: count,
  hop: count,
  timeUs: z.number(),
  url: z.string(),
  // Captures of older versions have none of the next four, and no notes.
  peer: peer.nullable().default(null),
  attempts: z.array(attempt).default([]),
  proxy: proxy.nullable().default(null),
  tls: tls.nullable().default(null),
  request: request.nullable(),
  response: response.nullable(),
  negotiated: z.looseObject({ subprotocol: z.string(), extensions: z.string(), deflate: deflate.nullable() }).nullable(),
  timingsMs,
  checks: z.array(check),
  cookies: cookies.nullable().default(null),
  notes: z.array(note).default([]),
})

const closeFrame = z.looseObject({ timeUs: z.number(), code: z.int().nullable(), reason: z.string() })

const close = z.looseObject({
  type: z.literal('close'),
  connection: count,
  timeUs: z.number(),
  code: z.int(),
  name: z.string(),
  registry: z.enum(CLOSE_REGISTRIES).default('none'),
  reason: z.string(),
  clean: z.boolean(),
  initiator: z.enum(['local', 'remote', 'none']),
  // Captures of older versions have none of these.
  sent: closeFrame.nullable().default(null),
  received: closeFrame.nullable().default(null),
  betweenUs: nullableNumber.default(null),
  tcp: z
    .looseObject({ by: z.enum(['local', 'remote', 'none']), how: z.enum(TCP_ENDS), text: z.string() })
    .default({ by: 'none', how: 'none', text: '' }),
  unsentBytes: count.default(0),
  truncatedSeq: count.nullable().default(null),
  detail: z.string(),
})

const error = z.looseObject({
  type: z.literal('error'),
  connection: count,
  timeUs: z.number(),
  code: z.enum(ERROR_CODES),
  message: z.string(),
  hint: z.string(),
})

const event: z.ZodType<CapturedEvent> = z.discriminatedUnion('type', [handshake, close, error])

const meta = z.looseObject({
  connection: count,
  /** As the person gave it; captures of older versions do not say. */
  url: z.string().default(''),
  /** Microseconds since the Unix epoch. */
  createdUs: z.number(),
  /** What a saved file must hold; null in a live capture's folder. */
  saved: z.object({ frames: count, messages: count, events: count, segmentBytes: count }).nullable(),
})
export type CaptureMeta = z.infer<typeof meta>

/** @throws AppError 'capture.unreadable' */
export const parseEvent = (value: unknown): CapturedEvent => parsed(event, value)
export const parseMeta = (value: unknown): CaptureMeta => parsed(meta, value)

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw unreadable('a record is not of the form it should have', result.error)
}
