import { z } from 'zod'
import { ADDRESS_FAMILIES, API_KEY_PLACES, AUTH_KINDS, MESSAGE_FORMATS, PROXY_MODES, TLS_VERSIONS } from '#shared/model/spec.ts'
import { VARIABLE_KINDS } from '#shared/model/variables.ts'
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

const path = text(LIMITS.pathChars)

const tls = z.strictObject({
  verify: z.boolean(),
  caFiles: list(path),
  clientCertificate: z.strictObject({ certFile: path, keyFile: path, pfxFile: path, passphrase: name }),
  servername: name,
  minVersion: z.enum(TLS_VERSIONS).nullable(),
  maxVersion: z.enum(TLS_VERSIONS).nullable(),
  alpn: list(name),
})

/** What is typed but cannot be tried (a URL that is none) is not refused here: the handshake says so with its own code. */
export const connectionSpec = z.strictObject({
  url: text(LIMITS.urlChars),
  params: list(pair),
  headers: list(pair),
  automaticHeaders: z.strictObject({ host: z.boolean(), userAgent: z.boolean(), origin: z.boolean() }),
  subprotocols: list(z.strictObject({ name, enabled: z.boolean() })),
  auth: z.strictObject({
    kind: z.enum(AUTH_KINDS),
    username: text(LIMITS.valueChars),
    password: text(LIMITS.valueChars),
    token: text(LIMITS.valueChars),
    name,
    value: text(LIMITS.valueChars),
    place: z.enum(API_KEY_PLACES),
  }),
  tls,
  proxy: z.strictObject({ mode: z.enum(PROXY_MODES), url: path }),
  addresses: z.strictObject({
    family: z.enum(ADDRESS_FAMILIES),
    overrides: list(z.strictObject({ host: name, port: integer(1, 65_535), address: name })),
  }),
  options: z.strictObject({
    handshakeTimeoutMs: integer(1, LIMITS.timeoutMs),
    compression,
    maxRedirects: integer(0, 100),
    maxMessageBytes: integer(0, LIMITS.messageBytes),
    maxInflatedBytes: integer(0, LIMITS.messageBytes),
    maxFragments: integer(1, LIMITS.fragments),
    maxHeadBytes: integer(LIMITS.leastHeadBytes, LIMITS.headBytes),
    closeTimeoutMs: integer(0, LIMITS.timeoutMs),
    tolerant: z.boolean(),
    automaticPong: z.boolean(),
    keepAlive: z.strictObject({ intervalMs: integer(0, LIMITS.timeoutMs), pongTimeoutMs: integer(0, LIMITS.timeoutMs) }),
    reconnect: z.strictObject({
      attempts: integer(0, LIMITS.attempts),
      delayMs: integer(0, LIMITS.timeoutMs),
      maxDelayMs: integer(0, LIMITS.timeoutMs),
      stopCodes: list(integer(0, 65_535)),
    }),
    useCookies: z.boolean(),
  }),
})

const savedMessage = z.strictObject({ name, format: z.enum(MESSAGE_FORMATS), body: text(LIMITS.textChars) })

const variable = z.strictObject({ name, kind: z.enum(VARIABLE_KINDS), value: text(LIMITS.textChars), enabled: z.boolean() })

export const savedSpec = z.strictObject({
  spec: connectionSpec,
  variables: list(variable),
  messages: list(savedMessage, LIMITS.savedMessages),
})
