import * as z from 'zod'
import { ADDRESS_FAMILIES, DEFAULT_SPEC, MESSAGE_FORMATS, PROXY_MODES, type SavedSpec, TLS_VERSIONS } from '#shared/model/spec.ts'
import { authFields, flag, isNothing, list, MAX_DELAY_MS, optionalText, pair, table, text, variable, wholeNumber } from './file-fields.ts'
import { FILE_VERSION } from './file-kind.ts'

const tlsVersion = z
  .union([z.literal('null').transform(() => null), z.enum(TLS_VERSIONS)], { error: `must be one of ${TLS_VERSIONS.join(', ')}, or null` })
  .default(null)

const addressOverride = z.object(
  { host: text, port: wholeNumber(1, 65_535), address: text },
  { error: 'must have a host, a port and an address' },
)

const subprotocol = z.preprocess(
  (value) => (typeof value === 'string' ? { name: value } : value),
  z.object({ name: text, enabled: flag(true) }, { error: 'must be a name' }),
)

const windowBits = wholeNumber(8, 15)

const message = z.object(
  {
    name: text,
    format: z.enum(MESSAGE_FORMATS, { error: `must be one of ${MESSAGE_FORMATS.join(', ')}` }).default('text'),
    body: text.default(''),
  },
  { error: 'must have a name and a body' },
)

const { addresses, automaticHeaders, options, proxy, tls } = DEFAULT_SPEC
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
      auth: authFields,
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
      variables: list(variable),
      messages: list(message),
    },
    { error: 'must be a table of keys' },
  )
  .transform(({ version: _, variables, messages, ...spec }): SavedSpec => ({ spec, variables, messages }))
