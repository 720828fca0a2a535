import { z } from 'zod'
import { MESSAGE_FORMATS } from '#shared/model/spec.ts'
import { integer, LIMITS, list, name, text } from './basics.ts'

const pair = z.strictObject({ name, value: text(LIMITS.valueChars), enabled: z.boolean() })
const windowBits = integer(8, 15)

const compression = z.strictObject({
  enabled: z.boolean(),
  serverNoContextTakeover: z.boolean(),
  clientNoContextTakeover: z.boolean(),
  serverMaxWindowBits: windowBits.nullable(),
  clientMaxWindowBits: z.union([windowBits, z.literal('any')]).nullable(),
})

/** What is typed but cannot be tried (a URL that is none) is not refused here: the handshake says so with its own code. */
export const connectionSpec = z.strictObject({
  url: text(LIMITS.urlChars),
  params: list(pair),
  headers: list(pair),
  automaticHeaders: z.strictObject({ host: z.boolean(), userAgent: z.boolean(), origin: z.boolean() }),
  subprotocols: list(z.strictObject({ name, enabled: z.boolean() })),
  tls: z.strictObject({ verify: z.boolean(), caFiles: list(text(LIMITS.pathChars)) }),
  options: z.strictObject({
    handshakeTimeoutMs: integer(1, LIMITS.timeoutMs),
    compression,
    maxRedirects: integer(0, 100),
    maxMessageBytes: integer(0, LIMITS.messageBytes),
    closeTimeoutMs: integer(0, LIMITS.timeoutMs),
  }),
})

const savedMessage = z.strictObject({ name, format: z.enum(MESSAGE_FORMATS), body: text(LIMITS.textChars) })

export const savedSpec = z.strictObject({ spec: connectionSpec, messages: list(savedMessage, LIMITS.savedMessages) })
