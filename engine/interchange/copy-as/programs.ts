import type { CopiedCode } from '#shared/model/copy-as.ts'
import { type CopiedMessage, type CopiedRequest, unusualOptions } from './request.ts'

/** A string literal of JavaScript: JSON, less the two line ends that older engines know as such. */
export const javaScript = (text: string): string => JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

/** A string literal of Python 3. JSON's escapes are Python's, but for pairs of surrogates, which it does not join. */
export function python(text: string): string {
  return `"${[...text].map(pythonCharacter).join('')}"`
}

function pythonCharacter(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`
  if (character === '\n') return '\\n'
  const code = character.codePointAt(0) ?? 0
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code === 0x2028 || code === 0x2029 || (code >= 0xd800 && code < 0xe000)
    ? `\\u${code.toString(16).padStart(4, '0')}`
    : character
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const subprotocolList = ({ subprotocols }: CopiedRequest): string =>
  subprotocols.length === 0 ? '' : `, [${subprotocols.map(javaScript).join(', ')}]`

export function copyAsNode(request: CopiedRequest): CopiedCode {
  const { tls, options } = request.spec
  const { certFile, keyFile, pfxFile, passphrase } = tls.clientCertificate
  const readFile = (file: string): string => `readFileSync(${javaScript(file)})`
  const settings = [
    ...headerTable(request.headers, '  '),
    ...(tls.verify ? [] : ['  rejectUnauthorized: false,']),
    ...(tls.caFiles.length === 0 ? [] : [`  ca: [${tls.caFiles.map(readFile).join(', ')}],`]),
    ...(certFile === '' ? [] : [`  cert: ${readFile(certFile)},`]),
    ...(keyFile === '' ? [] : [`  key: ${readFile(keyFile)},`]),
    ...(pfxFile === '' ? [] : [`  pfx: ${readFile(pfxFile)},`]),
    ...(passphrase === '' ? [] : [`  passphrase: ${javaScript(passphrase)},`]),
    ...(tls.servername === '' ? [] : [`  servername: ${javaScript(tls.servername)},`]),
    ...(options.compression.enabled ? [] : ['  perMessageDeflate: false,']),
    ...(options.maxRedirects === 0 ? [] : ['  followRedirects: true,', `  maxRedirects: ${options.maxRedirects},`]),
  ]
  const protocols = request.subprotocols.length === 0 ? ', []' : subprotocolList(request)
  const isReading = settings.some((line) => line.includes('readFileSync'))
  const send = (message: CopiedMessage): string =>
    `  socket.send(${message.kind === 'text' ? javaScript(message.text) : `Buffer.from(${javaScript(base64(message.bytes))}, 'base64')`})`
  const lines = [
    ...(isReading ? [`import { readFileSync } from 'node:fs'`] : []),
    `import WebSocket from 'ws'`,
    '',
    settings.length === 0
      ? `const socket = new WebSocket(${javaScript(request.url)}${subprotocolList(request)})`
      : [`const socket = new WebSocket(${javaScript(request.url)}${protocols}, {`, ...settings, '})'].join('\n'),
    `socket.on('open', () => {`,
    ...(request.messages.length === 0 ? [`  console.log('open')`] : request.messages.map(send)),
    '})',
    `socket.on('message', (data, isBinary) => console.log(isBinary ? data : data.toString()))`,
    `socket.on('unexpected-response', (request, response) => console.error('refused', response.statusCode))`,
    `socket.on('close', (code, reason) => console.log('closed', code, reason.toString()))`,
    `socket.on('error', console.error)`,
  ]
  return {
    text: lines.join('\n'),
    remarks: unusualOptions(request, ['ca', 'client-certificate', 'servername', 'redirects', 'compression']),
  }
}

/** Names that repeat become a list, which Node writes as several lines. */
function headerTable(headers: CopiedRequest['headers'], indent: string): string[] {
  if (headers.length === 0) return []
  const byName = Map.groupBy(headers, ([name]) => name)
  const lines = [...byName].map(([name, values]) => {
    const texts = values.map(([, value]) => javaScript(value))
    return `${indent}  ${javaScript(name)}: ${texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`},`
  })
  return [`${indent}headers: {`, ...lines, `${indent}},`]
}

/** The `websockets` library, 14 and later (`additional_headers`). */
export function copyAsPython(request: CopiedRequest): CopiedCode {
  const { tls } = request.spec
  const { certFile, keyFile, passphrase, pfxFile } = tls.clientCertificate
  const context = [
    ...(tls.verify ? [] : ['context.check_hostname = False', 'context.verify_mode = ssl.CERT_NONE']),
    ...tls.caFiles.map((file) => `context.load_verify_locations(${python(file)})`),
    ...(certFile === ''
      ? []
      : [
          `context.load_cert_chain(${[certFile, keyFile || certFile, passphrase]
            .filter((text) => text !== '')
            .map(python)
            .join(', ')})`,
        ]),
  ]
  const hasContext = request.isSecure && context.length > 0
  const settings = [
    ...(request.headers.length === 0
      ? []
      : [`additional_headers=[${request.headers.map(([name, value]) => `(${python(name)}, ${python(value)})`).join(', ')}]`]),
    ...(request.subprotocols.length === 0 ? [] : [`subprotocols=[${request.subprotocols.map(python).join(', ')}]`]),
    ...(hasContext ? ['ssl=context'] : []),
    ...(tls.servername === '' ? [] : [`server_hostname=${python(tls.servername)}`]),
    ...(request.spec.options.compression.enabled ? [] : ['compression=None']),
  ]
  const send = (message: CopiedMessage): string =>
    `        await socket.send(${message.kind === 'text' ? python(message.text) : `base64.b64decode(${python(base64(message.bytes))})`})`
  const lines = [
    'import asyncio',
    ...(request.messages.some(({ kind }) => kind === 'binary') ? ['import base64'] : []),
    ...(hasContext ? ['import ssl'] : []),
    '',
    'from websockets.asyncio.client import connect',
    '',
    ...(hasContext ? ['context = ssl.create_default_context()', ...context, ''] : []),
    '',
    'async def main():',
    `    async with connect(${[python(request.url), ...settings].join(', ')}) as socket:`,
    ...request.messages.map(send),
    '        async for message in socket:',
    '            print(message)',
    '',
    '',
    'asyncio.run(main())',
  ]
  const remarks = pfxFile === '' ? [] : ['Python reads no PKCS #12 file by itself; convert it to PEM.']
  return {
    text: lines.join('\n'),
    remarks: [...remarks, ...unusualOptions(request, ['ca', 'client-certificate', 'servername', 'compression'])],
  }
}

export function copyAsBrowser(request: CopiedRequest): CopiedCode {
  const send = (message: CopiedMessage): string =>
    message.kind === 'text'
      ? `  socket.send(${javaScript(message.text)})`
      : `  socket.send(Uint8Array.from(atob(${javaScript(base64(message.bytes))}), (character) => character.charCodeAt(0)))`
  const lines = [
    `const socket = new WebSocket(${javaScript(request.url)}${subprotocolList(request)})`,
    `socket.binaryType = 'arraybuffer'`,
    'socket.onopen = () => {',
    ...(request.messages.length === 0 ? [`  console.log('open')`] : request.messages.map(send)),
    '}',
    'socket.onmessage = ({ data }) => console.log(data)',
    'socket.onclose = ({ code, reason, wasClean }) => console.log(code, reason, wasClean)',
  ]
  const headers =
    request.headers.length === 0
      ? []
      : [`A page cannot set headers of the handshake: ${request.headers.map(([name]) => name).join(', ')} is left out.`]
  const verify = request.spec.tls.verify ? [] : ['A page cannot accept a certificate that is not trusted.']
  return { text: lines.join('\n'), remarks: [...headers, ...verify, ...unusualOptions(request, ['compression'])] }
}

/** Grafana k6, `k6/websockets`. */
export function copyAsK6(request: CopiedRequest): CopiedCode {
  const hasBinary = request.messages.some(({ kind }) => kind === 'binary')
  const send = (message: CopiedMessage): string =>
    `    socket.send(${message.kind === 'text' ? javaScript(message.text) : `encoding.b64decode(${javaScript(base64(message.bytes))})`})`
  const lines = [
    `import { WebSocket } from 'k6/websockets'`,
    ...(hasBinary ? [`import encoding from 'k6/encoding'`] : []),
    `import { check } from 'k6'`,
    '',
    ...(request.spec.tls.verify ? [] : ['export const options = { insecureSkipTLSVerify: true }', '']),
    'export default function () {',
    `  const socket = new WebSocket(${javaScript(request.url)}, [${request.subprotocols.map(javaScript).join(', ')}], {`,
    ...headerTable(request.headers, '    '),
    '  })',
    '  socket.onopen = () => {',
    ...request.messages.map(send),
    '    setTimeout(() => socket.close(), 5000)',
    '  }',
    `  socket.onmessage = ({ data }) => check(data, { 'a message came': (message) => message !== undefined })`,
    '  socket.onerror = ({ error }) => console.error(error)',
    '}',
  ]
  const names = request.headers.map(([name]) => name)
  const repeated = new Set(names).size < names.length ? ['k6 keeps one header of each name.'] : []
  return { text: lines.join('\n'), remarks: [...repeated, ...unusualOptions(request, [])] }
}
