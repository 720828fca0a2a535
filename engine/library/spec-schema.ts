import * as z from 'zod'
import {
  ADDRESS_FAMILIES,
  API_KEY_PLACES,
  AUTH_KINDS,
  DEFAULT_SPEC,
  MESSAGE_FORMATS,
  PROXY_MODES,
  type SavedSpec,
  TLS_VERSIONS,
} from '#shared/model/spec.ts'

/** The newest version of the file format this Sockscope reads, and the one it writes. */
export const FILE_VERSION = 1

const MAX_DELAY_MS = 2 ** 31 - 1
/** How YAML writes "nothing here": an empty value, `~` or `null`. */
const NOTHING: readonly unknown[] = ['', '~', 'null']

const text = z.string({ error: 'must be a text' })

const flag = (standard: boolean) =>
  z
    .string({ error: 'must be true or false' })
    .regex(/^(?:true|True|TRUE|false|False|FALSE)$/, 'must be true or false')
    .transform((written) => written.toLowerCase() === 'true')
    .default(standard)

function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`
  return z
    .string({ error })
    .regex(/^\d{1,16}$/, error)
    .transform(Number)
    .refine((value) => value >= least && value <= most, error)
}

const windowBits = wholeNumber(8, 15)
const isNothing = (value: unknown): boolean => NOTHING.includes(value)

const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (isNothing(value) ? [] : value), z.array(item, { error: 'must be a list' }).default([]))

/** A table whose every key may be left out, and the table too. */
const table = <T extends z.ZodRawShape>(shape: T) =>
  z.preprocess((value) => (value === undefined || isNothing(value) ? {} : value), z.object(shape, { error: 'must be a table of keys' }))

const optionalText = text.default('')

const tlsVersion = z
  .union([z.literal('null').transform(() => null), z.enum(TLS_VERSIONS)], { error: `must be one of ${TLS_VERSIONS.join(', ')}, or null` })
  .default(null)

const pair = z.object({ name: text, value: text.default(''), enabled: flag(true) }, { error: 'must have a name and a value' })

const addressOverride = z.object(
  { host: text, port: wholeNumber(1, 65_535), address: text },
  { error: 'must have a host, a port and an address' },
)

const subprotocol = z.preprocess(
  (value) => (typeof value === 'string' ? { name: value } : value),
  z.object({ name: text, enabled: flag(true) }, { error: 'must be a name' }),
)

const message = z.object(
  {
    name: text,
    format: z.enum(MESSAGE_FORMATS, { error: `must be one of ${MESSAGE_FORMATS.join(', ')}` }).default('text'),
    body: text.default(''),
  },
  { error: 'must have a name and a body' },
)

const { addresses, auth, automaticHeaders, options, proxy, tls } = DEFAULT_SPEC
const { compression } = options

/**
 * A spec file as its YAML was read: every scalar a text. What may be left out has its default; unknown keys pass.
 * The contract's own schema (engine/validation) is strict where this one is lenient.
 */
export const specFileSchema = z
  .object(
    {
      version: wholeNumber(1, FILE_VERSION).default(FILE_VERSION),
      url: z.string({ error: ({ input }) => (input === undefined ? 'is missing' : 'must be a text') }),
      params: list(pair),
      headers: list(pair),
      subprotocols: list(subprotocol),
      automaticHeaders: table({
        host: flag(automaticHeaders.host),
        userAgent: flag(automaticHeaders.userAgent),
        origin: flag(automaticHeaders.origin),
      }),
      auth: table({
        kind: z.enum(AUTH_KINDS, { error: `must be one of ${AUTH_KINDS.join(', ')}` }).default(auth.kind),
        username: optionalText,
        password: optionalText,
        token: optionalText,
        name: optionalText,
        value: optionalText,
        place: z.enum(API_KEY_PLACES, { error: `must be one of ${API_KEY_PLACES.join(', ')}` }).default(auth.place),
      }),
      tls: table({
        verify: flag(tls.verify),
        caFiles: list(text),
        clientCertificate: table({ certFile: optionalText, keyFile: optionalText, pfxFile: optionalText, passphrase: optionalText }),
        servername: optionalText,
        minVersion: tlsVersion,
        maxVersion: tlsVersion,
        alpn: z.preprocess((value) => (isNothing(value) ? [] : value), z.array(text, { error: 'must be a list' }).default([...tls.alpn])),
      }),
      proxy: table({
        mode: z.enum(PROXY_MODES, { error: `must be one of ${PROXY_MODES.join(', ')}` }).default(proxy.mode),
        url: optionalText,
      }),
      addresses: table({
        family: z.enum(ADDRESS_FAMILIES, { error: `must be one of ${ADDRESS_FAMILIES.join(', ')}` }).default(addresses.family),
        overrides: list(addressOverride),
      }),
      options: table({
        handshakeTimeoutMs: wholeNumber(0, MAX_DELAY_MS).default(options.handshakeTimeoutMs),
        compression: table({
          enabled: flag(compression.enabled),
          serverNoContextTakeover: flag(compression.serverNoContextTakeover),
          clientNoContextTakeover: flag(compression.clientNoContextTakeover),
          serverMaxWindowBits: z
            .union([z.literal('null').transform(() => null), windowBits], { error: 'must be a whole number from 8 to 15, or null' })
            .default(compression.serverMaxWindowBits),
          clientMaxWindowBits: z
            .union([z.literal('null').transform(() => null), z.literal('any'), windowBits], {
              error: 'must be a whole number from 8 to 15, any, or null',
            })
            .default(compression.clientMaxWindowBits),
        }),
        maxRedirects: wholeNumber(0, 100).default(options.maxRedirects),
        maxMessageBytes: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(options.maxMessageBytes),
        maxInflatedBytes: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(options.maxInflatedBytes),
        maxFragments: wholeNumber(1, Number.MAX_SAFE_INTEGER).default(options.maxFragments),
        maxHeadBytes: wholeNumber(256, 16 * 1024 * 1024).default(options.maxHeadBytes),
        closeTimeoutMs: wholeNumber(0, MAX_DELAY_MS).default(options.closeTimeoutMs),
        tolerant: flag(options.tolerant),
        automaticPong: flag(options.automaticPong),
        keepAlive: table({
          intervalMs: wholeNumber(0, MAX_DELAY_MS).default(options.keepAlive.intervalMs),
          pongTimeoutMs: wholeNumber(0, MAX_DELAY_MS).default(options.keepAlive.pongTimeoutMs),
        }),
        reconnect: table({
          attempts: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(options.reconnect.attempts),
          delayMs: wholeNumber(0, MAX_DELAY_MS).default(options.reconnect.delayMs),
          maxDelayMs: wholeNumber(0, MAX_DELAY_MS).default(options.reconnect.maxDelayMs),
          stopCodes: z.preprocess(
            (value) => (isNothing(value) ? [] : value),
            z.array(wholeNumber(0, 65_535), { error: 'must be a list' }).default([...options.reconnect.stopCodes]),
          ),
        }),
        useCookies: flag(options.useCookies),
      }),
      messages: list(message),
    },
    { error: 'must be a table of keys' },
  )
  .transform(({ version: _, messages, ...spec }): SavedSpec => ({ spec, messages }))
