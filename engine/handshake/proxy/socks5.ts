import { isIP, type Socket } from 'node:net'
import { AppError } from '#shared/errors.ts'
import { nameOf } from '../failures.ts'
import { readFrom } from '../read-from.ts'
import type { TcpPlace } from '../target.ts'
import type { ProxyAddress } from './choose-proxy.ts'
import { proxyClosed, proxyMalformed, wantsCredentials } from './proxy-failures.ts'

const VERSION = 5
const [NO_AUTHENTICATION, USER_AND_PASSWORD, NONE_ACCEPTABLE] = [0, 2, 0xff]
const LONGEST_FIELD_BYTES = 255

/** Replies that say no (RFC 1928 section 6): what they mean, and as which failure they count. */
const REPLIES: ReadonlyMap<number, readonly [text: string, code: 'proxy.failed' | 'proxy.refused' | 'proxy.target-unreachable']> = new Map([
  [1, ['general failure', 'proxy.failed']],
  [2, ['its rules do not allow it', 'proxy.refused']],
  [3, ['network unreachable', 'proxy.target-unreachable']],
  [4, ['host unreachable', 'proxy.target-unreachable']],
  [5, ['connection refused', 'proxy.target-unreachable']],
  [6, ['TTL expired', 'proxy.target-unreachable']],
  [7, ['it does not know the command CONNECT', 'proxy.refused']],
  [8, ['it does not take this kind of address', 'proxy.refused']],
])

const REPLY_HINTS = {
  'proxy.failed': 'It may not know the name, or have no way to the server; its log may tell.',
  'proxy.refused': 'The proxy’s rules decide; its log may say which.',
  'proxy.target-unreachable': 'See whether the server is reached from where the proxy stands.',
} as const

/** Bytes as they come; whole answers are taken from the front. */
interface Incoming {
  bytes: Buffer
  taken: number
}

/**
 * Asks a SOCKS5 proxy for a connection; names are sent as they are, so that the proxy looks them up.
 *
 * @param onAnswer hears all bytes received so far
 * @throws AppError 'proxy.*'
 * @see RFC 1928; RFC 1929 for user name and password
 */
export async function connectBySocks5(
  socket: Socket,
  proxy: ProxyAddress,
  place: TcpPlace,
  onAnswer: (received: Uint8Array) => void,
  signal: AbortSignal,
): Promise<void> {
  const incoming: Incoming = { bytes: Buffer.alloc(0), taken: 0 }
  const ask = async (question: Uint8Array, lengthOf: (answer: Buffer) => number): Promise<Buffer> => {
    const answered = takeAnswer(socket, incoming, lengthOf, signal)
    socket.write(question)
    try {
      return await answered
    } finally {
      onAnswer(incoming.bytes)
    }
  }
  const { credentials } = proxy
  const methods = credentials === null ? [NO_AUTHENTICATION] : [NO_AUTHENTICATION, USER_AND_PASSWORD]
  const [version, method] = await ask(Uint8Array.of(VERSION, methods.length, ...methods), () => 2)
  if (version !== VERSION) throw proxyMalformed(`The proxy does not speak SOCKS5: its answer begins with byte ${version}.`)
  if (method === NONE_ACCEPTABLE || (method === USER_AND_PASSWORD && credentials === null)) throw wantsCredentials(proxy, [])
  if (method === USER_AND_PASSWORD && credentials !== null) {
    const [, status] = await ask(Buffer.concat([Uint8Array.of(1), field(credentials.user), field(credentials.password)]), () => 2)
    if (status !== 0) throw wantsCredentials(proxy, [])
  } else if (method !== NO_AUTHENTICATION) {
    throw proxyMalformed(`The proxy chose the authentication method ${method}, which was not offered.`)
  }
  const [, reply = 0] = await ask(connectRequest(place), replyLength)
  if (reply !== 0) throw refusal(reply, place)
  const rest = incoming.bytes.subarray(incoming.taken)
  if (rest.length > 0) socket.unshift(rest)
}

function takeAnswer(socket: Socket, incoming: Incoming, lengthOf: (answer: Buffer) => number, signal: AbortSignal): Promise<Buffer> {
  const take = (chunk: Uint8Array): Buffer | null => {
    incoming.bytes = Buffer.concat([incoming.bytes, chunk])
    const answer = incoming.bytes.subarray(incoming.taken)
    const length = lengthOf(answer)
    if (answer.length < length) return null
    incoming.taken += length
    return answer.subarray(0, length)
  }
  return readFrom(socket, signal, take, ({ error }) => {
    throw proxyClosed(error, incoming.bytes.length)
  })
}

/** Version, reply, a zero, the kind of address, the address, two bytes of port. */
function replyLength(answer: Buffer): number {
  const [version, reply, , kind, nameLength = 0] = answer
  if (version !== undefined && version !== VERSION) throw proxyMalformed(`The proxy’s answer begins with byte ${version} in place of 5.`)
  // Some end after the reply that says no.
  if (reply !== undefined && reply !== 0) return 2
  if (kind === undefined) return 5
  if (kind === 1) return 10
  if (kind === 4) return 22
  if (kind === 3) return 7 + nameLength
  throw proxyMalformed(`The proxy’s answer has the unknown address type ${kind}.`)
}

function connectRequest({ host, port }: TcpPlace): Uint8Array {
  const family = isIP(host)
  const address = family === 0 ? field(host, 3) : family === 4 ? Buffer.from([1, ...host.split('.').map(Number)]) : ipv6Field(host)
  return Buffer.concat([Uint8Array.of(VERSION, 1, 0), address, Uint8Array.of(port >> 8, port & 0xff)])
}

function ipv6Field(host: string): Uint8Array {
  // The parser of URLs writes it in groups of hexadecimal digits, the longest run of zeros as "::".
  const address = new URL(`ws://[${host}]`).hostname.slice(1, -1)
  const [before = '', after] = address.split('::')
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'))
  const [head, tail] = [groups(before), groups(after ?? '')]
  const zeros = after === undefined ? [] : Array<string>(8 - head.length - tail.length).fill('0')
  const bytes = [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16)).flatMap((group) => [group >> 8, group & 0xff])
  return Uint8Array.of(4, ...bytes)
}

/** Length and text, after the kind of address where there is one. */
function field(text: string, kind: number | null = null): Uint8Array {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length === 0 || bytes.length > LONGEST_FIELD_BYTES) {
    throw new AppError('proxy.invalid', `A SOCKS5 proxy takes names and passwords of 1 to 255 bytes; one has ${bytes.length}.`, {
      hint: 'Correct the address of the proxy.',
    })
  }
  return Buffer.concat([kind === null ? Uint8Array.of() : Uint8Array.of(kind), Uint8Array.of(bytes.length), bytes])
}

function refusal(reply: number, place: TcpPlace): AppError {
  const [text, code] = REPLIES.get(reply) ?? ['it does not say why in words of RFC 1928', 'proxy.failed' as const]
  const message = `The SOCKS5 proxy did not connect to ${nameOf(place)}: ${text} (reply ${reply}).`
  return new AppError(code, message, { hint: REPLY_HINTS[code] })
}
