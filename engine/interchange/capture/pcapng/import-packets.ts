import type { ByteSource } from '../byte-source.ts'
import type { ImportTarget } from '../import-target.ts'
import { readPackets } from './read-packets.ts'
import { readSegment, type TcpSegment } from './read-segment.ts'
import { TcpTalk } from './tcp-talk.ts'

/** TCP connections followed at once; a capture of a busy server has many that end. Beyond it the one longest silent is let go. */
const MOST_TALKS = 10_000
const FLUSH_EVERY_BYTES = 4 * 1024 * 1024

/**
 * Finds the WebSocket connections in a packet capture, those in clear text whose opening request is in it, and reads them with
 * our own tap: what breaks a rule is named as on a connection of our own.
 *
 * @throws AppError 'import.unreadable', 'import.too-large'
 */
export async function importPackets(source: ByteSource, target: ImportTarget): Promise<void> {
  const talks = new Map<string, TcpTalk>()
  let bytes = 0
  for await (const packet of readPackets(source)) {
    bytes += packet.bytes.length
    const segment = readSegment(packet)
    if (segment) take(talks, target, segment)
    if (bytes < FLUSH_EVERY_BYTES) continue
    bytes = 0
    await target.flush()
  }
}

function take(talks: Map<string, TcpTalk>, target: ImportTarget, segment: TcpSegment): void {
  const key = keyOf(segment)
  const isNew = segment.syn && !segment.ack
  // Ports are used again: a SYN after the end begins another connection.
  const known = isNew && talks.get(key)?.isDone ? undefined : talks.get(key)
  const talk = known ?? new TcpTalk(target, segment)
  talks.delete(key)
  talks.set(key, talk)
  const [oldest] = talks.keys()
  if (talks.size > MOST_TALKS && oldest !== undefined) talks.delete(oldest)
  talk.take(segment)
}

function keyOf({ from, fromPort, to, toPort }: TcpSegment): string {
  const [one, other] = [`${from} ${fromPort}`, `${to} ${toPort}`]
  return one < other ? `${one} ${other}` : `${other} ${one}`
}
