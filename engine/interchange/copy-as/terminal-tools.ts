import type { CopiedCode } from '#shared/model/copy-as.ts'
import type { ConnectionSpec } from '#shared/model/spec.ts'
import { type CopiedRequest, unusualOptions } from './request.ts'
import { commandLines } from './shell.ts'

type Parts = (readonly string[])[]

const flag = (name: string, isSet: boolean): Parts => (isSet ? [[name]] : [])
const option = (name: string, value: string): Parts => (value === '' ? [] : [[name, value]])
const each = (name: string, values: readonly string[]): Parts => values.map((value) => [name, value])
const headerLines = ({ headers }: CopiedRequest): string[] => headers.map(([name, value]) => `${name}: ${value}`)
const proxyOf = ({ proxy }: ConnectionSpec): string => (proxy.mode === 'manual' ? proxy.url : '')

export function copyAsSockscope(request: CopiedRequest): CopiedCode {
  const { tls, addresses, options } = request.spec
  const { certFile, keyFile, pfxFile, passphrase } = tls.clientCertificate
  const parts: Parts = [
    [request.url],
    ...each('-H', headerLines(request)),
    ...each('-s', request.subprotocols),
    ...flag('--insecure', !tls.verify),
    ...each('--ca', tls.caFiles),
    ...option('--cert', certFile),
    ...option('--key', keyFile),
    ...option('--pfx', pfxFile),
    ...option('--passphrase', passphrase),
    ...option('--servername', tls.servername),
    ...option('--tls-min', tls.minVersion?.replace('TLSv', '') ?? ''),
    ...option('--tls-max', tls.maxVersion?.replace('TLSv', '') ?? ''),
    ...option('--proxy', proxyOf(request.spec)),
    ...flag('-4', addresses.family === 'ipv4'),
    ...flag('-6', addresses.family === 'ipv6'),
    ...each(
      '--resolve',
      addresses.overrides.map(({ host, port, address }) => `${host}:${port}:${address}`),
    ),
    ...option('--max-redirects', options.maxRedirects === 0 ? '' : String(options.maxRedirects)),
    ...option('--keep-alive', options.keepAlive.intervalMs === 0 ? '' : String(options.keepAlive.intervalMs)),
    ...option('--reconnect', options.reconnect.attempts === 0 ? '' : String(options.reconnect.attempts)),
    ...request.messages.map((message) =>
      message.kind === 'text' ? ['--send', message.text] : ['--send-base64', Buffer.from(message.bytes).toString('base64')],
    ),
  ]
  const known = [
    'ca',
    'client-certificate',
    'servername',
    'tls-versions',
    'proxy',
    'addresses',
    'redirects',
    'keep-alive',
    'reconnect',
  ] as const
  return { text: commandLines('sockscope connect', parts), remarks: unusualOptions(request, known) }
}

export function copyAsWscat(request: CopiedRequest): CopiedCode {
  const { tls } = request.spec
  const { certFile, keyFile, pfxFile, passphrase } = tls.clientCertificate
  const [text, ...others] = request.messages.flatMap((message) => (message.kind === 'text' ? [message.text] : []))
  const [ca = '', ...moreCa] = tls.caFiles
  const parts: Parts = [
    ['-c', request.url],
    ...each('-H', headerLines(request)),
    ...each('-s', request.subprotocols),
    ...flag('--no-check', !tls.verify),
    ...option('--ca', ca),
    ...option('--cert', certFile),
    ...option('--key', keyFile),
    ...option('--passphrase', passphrase),
    ...option('--proxy', proxyOf(request.spec)),
    ...option('-x', text ?? ''),
    ...(text === undefined ? [] : [['-w', '5']]),
  ]
  const names = request.headers.map(([name]) => name.toLowerCase())
  return {
    text: commandLines('npx wscat', parts),
    remarks: [
      ...(new Set(names).size < names.length ? ['wscat keeps only the last of several headers of one name.'] : []),
      ...(pfxFile === '' ? [] : ['wscat reads no PKCS #12 file.']),
      ...(moreCa.length === 0 ? [] : ['wscat takes one file of authorities; the others are left out.']),
      ...(others.length < request.messages.length - (text === undefined ? 0 : 1) ? ['wscat sends no binary messages.'] : []),
      ...(others.length > 0 ? ['wscat sends one message by itself; the others are left out.'] : []),
      ...unusualOptions(request, ['ca', 'client-certificate', 'proxy', 'redirects']),
    ],
  }
}

const unsent = (tool: string, { messages }: CopiedRequest): string[] =>
  messages.length === 0 ? [] : [`${tool} has no option for messages to send; they are left out.`]

export function copyAsWebsocat(request: CopiedRequest): CopiedCode {
  const parts: Parts = [
    ...each('-H', headerLines(request)),
    ...option('--protocol', request.subprotocols.join(',')),
    ...flag('--insecure', !request.spec.tls.verify),
    [request.url],
  ]
  return {
    text: commandLines('websocat', parts),
    remarks: ['websocat offers no compression.', ...unsent('websocat', request), ...unusualOptions(request, [])],
  }
}

/** curl 7.86 and later speak WebSocket when given the scheme; earlier ones show the handshake over HTTP. */
export function copyAsCurl(request: CopiedRequest): CopiedCode {
  const { tls, addresses, options } = request.spec
  const { certFile, keyFile, pfxFile, passphrase } = tls.clientCertificate
  const [ca = '', ...moreCa] = tls.caFiles
  const parts: Parts = [
    ['--include', '--no-buffer', request.url.replace(/^ws/i, 'http')],
    ['-H', 'Connection: Upgrade'],
    ['-H', 'Upgrade: websocket'],
    ['-H', 'Sec-WebSocket-Version: 13'],
    // Any 16 bytes do; these are the example of RFC 6455 section 1.3.
    ['-H', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='],
    ...option('-H', request.subprotocols.length === 0 ? '' : `Sec-WebSocket-Protocol: ${request.subprotocols.join(', ')}`),
    ...each('-H', headerLines(request)),
    ['--http1.1'],
    ...flag('--insecure', !tls.verify),
    ...option('--cacert', ca),
    ...option('--cert', certFile || pfxFile),
    ...(pfxFile === '' ? [] : [['--cert-type', 'P12']]),
    ...option('--key', keyFile),
    ...option('--pass', passphrase),
    ...option('--proxy', proxyOf(request.spec)),
    ...flag('-4', addresses.family === 'ipv4'),
    ...flag('-6', addresses.family === 'ipv6'),
    ...each(
      '--resolve',
      addresses.overrides.map(({ host, port, address }) => `${host}:${port}:${address}`),
    ),
    ...(options.maxRedirects === 0 ? [] : [['--location', '--max-redirs', String(options.maxRedirects)]]),
  ]
  return {
    text: commandLines('curl', parts),
    remarks: [
      'curl shows the answer of the handshake, and the frames after it as they are: unmasked bytes, not messages.',
      ...unsent('curl', request),
      ...(moreCa.length === 0 ? [] : ['curl takes one file of authorities; the others are left out.']),
      ...unusualOptions(request, ['ca', 'client-certificate', 'proxy', 'addresses', 'redirects']),
    ],
  }
}
