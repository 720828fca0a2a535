import type { MessageFacts } from '#shared/model/frame.ts'
import type { StoredMessage } from './capture-content.ts'
import { unreadable } from './unreadable.ts'

/**
 * A row of the table `message`, checked: the file may come from anywhere. By hand, not by a schema: every thread that reads a capture
 * needs this and little else, and is ready the sooner.
 *
 * @throws AppError 'capture.unreadable'
 */
export function parseStoredMessage(value: unknown, number: number): StoredMessage {
  if (!isRecord(value) || !isRecord(value.facts) || !(value.dataOffset === null || isCount(value.dataOffset))) throw malformed()
  const facts = checkedFacts(value.facts)
  if (facts.message !== number) throw unreadable('a message stands under another number')
  return { facts, dataOffset: value.dataOffset }
}

function checkedFacts(facts: Readonly<Record<string, unknown>>): MessageFacts {
  const { message, timeUs, direction, kind, length, wireLength, frames, compressed, firstSeq, lastSeq } = facts
  if (direction !== 'in' && direction !== 'out') throw malformed()
  if (kind !== 'text' && kind !== 'binary') throw malformed()
  if (typeof timeUs !== 'number' || !Number.isFinite(timeUs) || typeof compressed !== 'boolean') throw malformed()
  if (!isCount(message) || !isCount(length) || !isCount(wireLength) || !isCount(frames)) throw malformed()
  if (!isCount(firstSeq) || !isCount(lastSeq)) throw malformed()
  return { message, timeUs, direction, kind, length, wireLength, frames, compressed, firstSeq, lastSeq }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
const malformed = () => unreadable('a record is not of the form it should have')
