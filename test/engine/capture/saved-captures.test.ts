import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { BATCH_FRAMES, type BatchColumns, createColumns } from '#engine/capture/batch-columns.ts'
import type { SavedCapture } from '#engine/capture/capture.ts'
import type { Captures } from '#engine/capture/captures.ts'
import { type BatchHead, packBatch } from '#engine/capture/packed-columns.ts'
import { FORMAT_VERSION, TALLY_VERSION } from '#engine/capture/schema.ts'
import { jsonBody, sealedRows, type Table } from '#engine/capture/sealed-rows.ts'
import { AppError } from '#shared/errors.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { CLOSE_EVENT, expectAll, HANDSHAKE_EVENT, startCapture, startCaptures, tell, temporaryFolder } from './capture-folder.ts'
import { Conversation, type Told } from './conversation.ts'

async function save(captures: Captures, told: readonly Told[]): Promise<string> {
  const path = join(temporaryFolder(), 'talk.sockscope')
  const { capture } = startCapture(captures)
  capture.appendEvent(HANDSHAKE_EVENT)
  tell(capture, told)
  capture.appendEvent(CLOSE_EVENT)
  await capture.saveAs(path)
  await capture.remove()
  return path
}

describe('a saved capture', () => {
  it('is one file that reads back as it was told', async () => {
    const captures = startCaptures()
    const { told } = new Conversation(seededRandom(21)).ramble(12_000)
    const path = await save(captures, told)
    expect(readdirSync(join(path, '..'))).toEqual(['talk.sockscope'])
    const saved = await captures.open(path)
    await expectAll(saved, told, 97)
    expect(await saved.events()).toEqual([HANDSHAKE_EVENT, CLOSE_EVENT])
    await saved.close()
    await expect(saved.total()).rejects.toMatchObject({ code: 'capture.unknown' })
    expect(readdirSync(join(path, '..'))).toEqual(['talk.sockscope'])
  })

  it('may be empty', async () => {
    const captures = startCaptures()
    const saved = await captures.open(await save(captures, []))
    expect([await saved.total(), await saved.rows(0, 10)]).toEqual([0, []])
  })

  it('holds what was there when it was asked for, while the connection goes on', async () => {
    const captures = startCaptures()
    const { told } = new Conversation(seededRandom(22)).ramble(20_000)
    const path = join(temporaryFolder(), 'talk.sockscope')
    const { capture } = startCapture(captures)
    tell(capture, told.slice(0, 10_000))
    const saving = capture.saveAs(path)
    tell(capture, told.slice(10_000))
    await saving
    await expectAll(capture, told, 997)
    const saved = await captures.open(path)
    expect(await saved.total()).toBe(10_000)
    expect(await saved.rows(0, 1_000)).toEqual(told.slice(0, 1_000).map((each) => each.row))
  })

  it('replaces a file of that name only when it is complete', async () => {
    const captures = startCaptures()
    const { capture } = startCapture(captures)
    const path = join(temporaryFolder(), 'missing', 'talk.sockscope')
    await expect(capture.saveAs(path)).rejects.toMatchObject({ code: 'capture.disk' })
    const first = await save(captures, new Conversation(seededRandom(23)).ramble(10).told)
    await capture.saveAs(first)
    expect(await (await captures.open(first)).total()).toBe(0)
  })
})

/** The exact words are for people; what a program holds on to is the code. */
const REFUSED = { name: 'AppError', code: 'capture.unreadable' }

describe('a file that is not a capture', () => {
  it.each([
    ['nothing', () => undefined, 'there is no file'],
    ['an empty file', (path: string) => writeFileSync(path, ''), 'not a Sockscope capture'],
    ['a text', (path: string) => writeFileSync(path, 'GET / HTTP/1.1\r\n'.repeat(20)), 'not a Sockscope capture'],
    [
      'a database of another program',
      (path: string) => new DatabaseSync(path).exec('CREATE TABLE moz_places (id)'),
      'not a Sockscope capture',
    ],
  ])('is refused: %s', async (_, make, sentence) => {
    const path = join(temporaryFolder(), 'other.sockscope')
    make(path)
    const refusal = startCaptures().open(path)
    await expect(refusal).rejects.toMatchObject(REFUSED)
    await expect(refusal).rejects.toThrow(sentence)
  })

  it('is refused: a folder of something else', async () => {
    await expect(startCaptures().open(temporaryFolder())).rejects.toMatchObject(REFUSED)
  })
})

describe('a capture that somebody has changed', () => {
  const altered = async (alter: (path: string, database: () => DatabaseSync) => void) => {
    const captures = startCaptures()
    const path = await save(captures, new Conversation(seededRandom(24)).ramble(600).told)
    alter(path, () => new DatabaseSync(path))
    return { captures, path }
  }

  it.each([
    ['of a version that was never released', 'PRAGMA user_version = 1', 'before the first release'],
    ['of no version', 'PRAGMA user_version = 0', 'not a Sockscope capture'],
    ['with a trigger', 'CREATE TRIGGER t BEFORE DELETE ON batch BEGIN SELECT 1; END', 'laid out'],
    ['with a view in place of a table', 'DROP TABLE event; CREATE VIEW event AS SELECT 1 AS id, 2 AS body, 3 AS crc', 'laid out'],
    ['with an index', 'CREATE INDEX i ON event (crc)', 'laid out'],
    ['with a journal mode that reads other files', 'PRAGMA journal_mode = WAL', 'laid out'],
    ['without its last batch', 'DELETE FROM batch WHERE id = (SELECT max(id) FROM batch)', 'records are missing'],
    ['without an event', 'DELETE FROM event WHERE id = 2', 'records are missing'],
    ['without its first record', 'DELETE FROM meta', 'first record'],
    ['with a larger number in place of a body', 'UPDATE meta SET body = 1e300', 'damaged'],
    ['with a body that fills memory', 'UPDATE meta SET body = zeroblob(100000000)', 'damaged'],
  ])('is refused: %s', async (_, sql, sentence) => {
    const { captures, path } = await altered((__, database) => {
      const opened = database()
      opened.exec(sql)
      opened.close()
    })
    const refusal = captures.open(path)
    await expect(refusal).rejects.toMatchObject(REFUSED)
    await expect(refusal).rejects.toThrow(sentence)
  })

  it('reads as it is if an older version made it: what has no tally is counted', async () => {
    const { captures, path } = await altered((_, database) => {
      const opened = database()
      opened.exec(`DROP TABLE note; DROP TABLE tally; PRAGMA user_version = ${TALLY_VERSION - 1}`)
      opened.close()
    })
    const { told } = new Conversation(seededRandom(24)).ramble(600)
    const saved = await captures.open(path)
    await expectAll(saved, told, 23)
    const sum = (direction: string) => told.filter(({ frame }) => frame.facts.direction === direction)
    const messages = (direction: string) => sum(direction).filter(({ message }) => message !== null).length
    expect(await saved.tally()).toMatchObject({
      counters: { framesIn: sum('in').length, framesOut: sum('out').length, messagesIn: messages('in'), messagesOut: messages('out') },
      lastFrameUs: told.at(-1)!.frame.facts.timeUs,
    })
  })

  it('is refused with a code of its own if a newer version made it', async () => {
    const { captures, path } = await altered((_, database) => {
      const opened = database()
      opened.exec(`PRAGMA user_version = ${FORMAT_VERSION + 1}`)
      opened.close()
    })
    const opening = captures.open(path)
    await expect(opening).rejects.toMatchObject({ code: 'capture.newer', hint: 'Update Sockscope.' })
    await expect(opening).rejects.toThrow(`its format is ${FORMAT_VERSION + 1}, and this one reads up to ${FORMAT_VERSION}`)
  })

  it('is refused where it was cut off, wherever', async () => {
    const { captures, path } = await altered(() => undefined)
    const { length } = readFileSync(path)
    const random = seededRandom(25)
    for (let left = length - 1; left > 0; left -= 1 + random.below(Math.ceil(length / 40))) {
      truncateSync(path, left)
      await expect(captures.open(path), `${left} of ${length} bytes`).rejects.toMatchObject(REFUSED)
    }
  })

  /** Rows with lies in them and seals that fit: not damage, but intent. */
  const lying = (table: Table, id: number, body: Uint8Array) =>
    altered((_, database) => {
      const opened = database()
      opened.exec(`DELETE FROM ${table} WHERE id = ${id}`)
      sealedRows(opened).insert(table, id, body)
      opened.close()
    })

  const batch = (change: (columns: BatchColumns) => void, head: Partial<BatchHead> = {}): Uint8Array => {
    const columns = createColumns(BATCH_FRAMES, 1)
    columns.storedLength.fill(1)
    columns.headerLength.fill(1)
    columns.message.fill(-1)
    columns.messageData.fill(-1)
    change(columns)
    return packBatch(columns, { frames: 600, messages: 1, segmentOffset: 0, segmentLength: 1_000, ...head })
  }
  const headed = (head: Partial<BatchHead>, body = batch(() => undefined)): Uint8Array => {
    const numbers = { frames: 600, messages: 1, segmentOffset: 0, segmentLength: 1_000, ...head }
    body.set(new Uint8Array(Float64Array.of(numbers.frames, numbers.messages, numbers.segmentOffset, numbers.segmentLength).buffer))
    return body
  }

  it.each([
    ['frames longer than their batch', batch(({ storedLength }) => storedLength.fill(500))],
    ['frames of negative length', batch(({ storedLength }) => storedLength.fill(-1, 0, 1))],
    ['frames of no length', batch(({ storedLength }) => storedLength.fill(Number.NaN, 3, 4))],
    ['a payload of half a byte', batch(({ payloadLength }) => payloadLength.fill(0.5))],
    ['an endless payload', batch(({ payloadLength }) => payloadLength.fill(Number.POSITIVE_INFINITY))],
    ['a time that is none', batch(({ timeUs }) => timeUs.fill(Number.NaN))],
    ['an unknown violation', batch(({ violation }) => violation.fill(200))],
    ['a message of a frame beyond the batch', batch(({ messageFrame }) => messageFrame.fill(600))],
    ['data beyond the batch', batch(({ messageData, messageLength }) => messageData.fill(900) && messageLength.fill(101))],
    ['a batch beyond its bytes', batch(() => undefined, { segmentOffset: 2 ** 50 })],
    ['bytes from below zero', batch(() => undefined, { segmentOffset: -5 })],
    [
      'more frames than it has',
      headed(
        { frames: 700 },
        batch(({ timeUs }) => timeUs.set([1, 2, 4])),
      ),
    ],
    [
      'fewer frames than it has',
      headed(
        { frames: 500 },
        batch(({ timeUs }) => timeUs.set([1, 2, 4])),
      ),
    ],
    ['more frames than any', headed({ frames: BATCH_FRAMES + 1 })],
    ['no frames', headed({ frames: 0, messages: 0 })],
    ['a column of no known form', batch(() => undefined).fill(99, 32, 33)],
    ['runs that are too short', Uint8Array.of(...batch(() => undefined).subarray(0, 32), 2, 0, 0)],
    ['two numbers', new Uint8Array(16)],
  ])('never shows %s', async (_, body) => {
    const { captures, path } = await lying('batch', 0, body)
    const reading = captures.open(path).then((saved) => saved.rows(0, 600))
    await expect(reading).rejects.toMatchObject(REFUSED)
  })

  it('never follows a message that names frames and data it does not have', async () => {
    const { told } = new Conversation(seededRandom(27)).say('text', Buffer.from('in three parts'), { fragments: 3 })
    const facts = told[2]!.message!.facts
    const lies = [
      { facts: { ...facts, length: 2 ** 52 }, dataOffset: null },
      { facts: { ...facts, length: 2 ** 52 }, dataOffset: 2 ** 52 },
      { facts: { ...facts, firstSeq: 2, length: 50 }, dataOffset: null },
      { facts: { ...facts, message: 7 }, dataOffset: null },
      { facts: { ...facts, length: -1 }, dataOffset: null },
      { facts, dataOffset: -1 },
      { facts },
    ]
    const captures = startCaptures()
    for (const lie of lies) {
      const path = await save(captures, told)
      const database = new DatabaseSync(path)
      database.exec('DELETE FROM message')
      sealedRows(database).insert('message', 0, jsonBody(lie))
      database.close()
      const saved = await captures.open(path)
      await expect(saved.payload(2, 'message', 0, 16 * 1024 * 1024), JSON.stringify(lie)).rejects.toMatchObject(REFUSED)
    }
  })

  it.each([
    ['an event of no known type', jsonBody({ type: 'run', command: 'rm -rf' })],
    ['an event with a field of another type', jsonBody({ ...CLOSE_EVENT, reason: { toString: 1 } })],
    ['an event that is not JSON', new TextEncoder().encode('{"type":"close"')],
    ['an event that is not UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ])('never shows %s', async (_, body) => {
    const { captures, path } = await lying('event', 1, body)
    const saved = await captures.open(path)
    await expect(saved.events()).rejects.toMatchObject(REFUSED)
    expect(await saved.rows(0, 10)).toHaveLength(10)
  })
})

describe('a damaged capture', () => {
  it('reads as it was, or is refused: 500 files with flipped bytes', async () => {
    const captures = startCaptures()
    const { told } = new Conversation(seededRandom(26)).ramble(700)
    const path = await save(captures, told)
    const original = readFileSync(path)
    let refused = 0
    for (let seed = 1; seed <= 500; seed++) {
      const random = seededRandom(seed)
      const bytes = Buffer.from(original)
      // Half of them in the pages that hold SQLite's own structure, where a flip changes what is found at all.
      for (let flips = 1 + random.below(3); flips > 0; flips--) {
        const page = random.below(bytes.length / 4_096) * 4_096
        const at = random.chance(0.5) ? page + random.below(64) : random.below(bytes.length)
        bytes[at] = bytes[at]! ^ (1 << random.below(8))
      }
      writeFileSync(path, bytes)
      refused += (await isRefused(captures, path, told, seed)) ? 1 : 0
    }
    expect(refused).toBeGreaterThan(100)
    expect(existsSync(`${path}-journal`)).toBe(false)
  })
})

/** Whether any question was refused; what was answered must be right. */
async function isRefused(captures: Captures, path: string, told: readonly Told[], seed: number): Promise<boolean> {
  const question = async (ask: () => Promise<void>): Promise<boolean> => {
    try {
      await ask()
      return false
    } catch (error) {
      if (error instanceof AppError && error.code === 'capture.unreadable') return true
      throw new Error(`The file made with seed ${seed} was read wrongly`, { cause: error })
    }
  }
  const opened: SavedCapture[] = []
  const isShut = await question(async () => void opened.push(await captures.open(path)))
  const [reader] = opened
  if (isShut || reader === undefined) return true
  const answers = [
    await question(async () => expect(await reader.events()).toEqual([HANDSHAKE_EVENT, CLOSE_EVENT])),
    await question(() => expectAll(reader, told, 23)),
    await question(async () => expect(await reader.rows(650, 10)).toEqual(told.slice(650, 660).map((each) => each.row))),
  ]
  await reader.close()
  return answers.includes(true)
}
