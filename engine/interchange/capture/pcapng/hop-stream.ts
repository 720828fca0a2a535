import type { HandshakeRecord } from '#shared/model/records.ts'
import { enhancedPacket } from './blocks.ts'
import { addressBytes } from './ip-address.ts'
import { type Endpoint, TcpWriter } from './tcp-writer.ts'

const LOOPBACK = '127.0.0.1'
const SOME_LOCAL_PORT = 49_152
/** Under TLS's own port Wireshark looks for TLS, and would not find the clear text that is written. */
const PORT_FOR_DECRYPTED = 80

/** The TCP connection of one hop: how its handshake and its end are written. */
export interface HopStream {
  readonly tcp: TcpWriter
  /** SYN to the answer, in blocks. */
  readonly opening: (notLaterThanUs: number) => Uint8Array[]
}

export function hopStream(hop: HandshakeRecord): HopStream {
  const { client, server } = endpoints(hop)
  const tcp = new TcpWriter(client, server)
  return { tcp, opening: (notLaterThanUs) => openingBlocks(hop, tcp, notLaterThanUs) }
}

function openingBlocks(hop: HandshakeRecord, tcp: TcpWriter, notLaterThanUs: number): Uint8Array[] {
  const { request, response, timingsMs, timeUs } = hop
  const at = (milliseconds: number): number => Math.min(timeUs + milliseconds * 1000, notLaterThanUs)
  const [dns, connected] = [timingsMs.dns ?? 0, (timingsMs.dns ?? 0) + (timingsMs.tcp ?? 0)]
  const [syn, synAnswer] = tcp.synchronize()
  const blocks: Uint8Array[] = []
  const add = (time: number, packets: Iterable<Uint8Array | undefined>, comments: readonly string[] = []): void => {
    let words = comments
    for (const packet of packets) {
      if (packet === undefined) continue
      blocks.push(enhancedPacket(time, packet, words))
      words = []
    }
  }
  add(at(dns), [syn], commentsOf(hop))
  add(at(connected), [synAnswer, tcp.acknowledge('out')])
  const answeredMs = timingsMs.total
  if (request) add(at(answeredMs - (timingsMs.request ?? 0)), tcp.send('out', Buffer.from(request.raw, 'utf8')))
  if (response) {
    add(at(answeredMs), tcp.send('in', Buffer.from(response.raw, 'latin1')))
    if (response.body) add(at(answeredMs), tcp.send('in', bodyBytes(hop)), ['Sockscope: the body as it was decoded.'])
  }
  return blocks
}

/** The body is kept decoded; where the head announces chunks, it is written as one. */
function bodyBytes({ response }: HandshakeRecord): Uint8Array {
  const { text, base64 } = response?.body ?? { text: null, base64: null }
  const bytes = base64 === null ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64')
  const isChunked = response?.headers.some(([name, value]) => /^transfer-encoding$/i.test(name) && /chunked/i.test(value))
  if (!isChunked) return bytes
  const chunk = bytes.length === 0 ? [] : [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]
  return Buffer.concat([...chunk, Buffer.from('0\r\n\r\n')])
}

function endpoints({ peer, tls, url }: HandshakeRecord): { client: Endpoint; server: Endpoint } {
  const port = tls || /^(wss|https):/i.test(url) ? PORT_FOR_DECRYPTED : (peer?.port ?? PORT_FOR_DECRYPTED)
  const [local, remote] = [addressBytes(peer?.localAddress ?? ''), addressBytes(peer?.address ?? '')]
  const isUsable = local !== null && remote !== null && local.length === remote.length
  const loopback = addressBytes(LOOPBACK) ?? new Uint8Array(4)
  return {
    client: { address: isUsable ? local : loopback, port: peer?.localPort ?? SOME_LOCAL_PORT },
    server: { address: isUsable ? remote : loopback, port },
  }
}

function commentsOf({ url, tls, proxy, peer }: HandshakeRecord): string[] {
  const comments = [`Sockscope: ${url}. TCP and IP around the frames are made up; bytes and times of the frames are the captured ones.`]
  if (tls || /^(wss|https):/i.test(url)) {
    const where = peer?.port == null ? '' : ` (port ${peer.port})`
    comments.push(
      `Sockscope: crossed the wire in ${tls?.version ?? 'TLS'}${where} and is written in clear, under port ${PORT_FOR_DECRYPTED}.`,
    )
  }
  if (proxy) comments.push(`Sockscope: went through the proxy ${proxy.url}; what was said to the proxy is left out.`)
  if (peer && addressBytes(peer.address) === null) comments.push(`Sockscope: the server was at ${peer.address}.`)
  return comments
}
