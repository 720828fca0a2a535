import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CaptureReader } from '#engine/capture/capture.ts'
import { type CapturedItem, readItems } from '#engine/interchange/capture/captured-items.ts'
import { importFile } from '#engine/interchange/capture/import-file.ts'
import { AppError } from '#shared/errors.ts'
import { startCapture, startCaptures, tell } from '#test/engine/capture/capture-folder.ts'
import { Conversation } from '#test/engine/capture/conversation.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { closeEvent, exportFolder, exportTo, handshakeEvent } from './exported.ts'

const SAMPLES = '../shared/samples'

async function itemsOf(reader: CaptureReader): Promise<CapturedItem[]> {
  const items: CapturedItem[] = []
  for await (const batch of readItems(reader, await reader.events(), { frames: null })) items.push(...batch)
  return items
}

const framesOf = (items: readonly CapturedItem[]) => items.flatMap((item) => (item.kind === 'frame' ? [item] : []))
const messagesOf = (items: readonly CapturedItem[]) =>
  framesOf(items).flatMap(({ message }) => (message ? [{ ...message, data: Buffer.from(message.data).toString('base64') }] : []))

/** A conversation in a capture: both directions, fragments, controls, compressed. */
async function mixedCapture(seed: number, frames = 400) {
  const captures = startCaptures()
  const { capture } = startCapture(captures)
  capture.appendEvent(handshakeEvent())
  const conversation = new Conversation(seededRandom(seed)).ramble(frames)
  tell(capture, conversation.told)
  capture.appendEvent(closeEvent(1_795_000_000_900_000))
  return { captures, capture }
}

function fileWith(contents: string | Uint8Array, name = 'file'): string {
  const path = join(exportFolder(), name)
  writeFileSync(path, contents)
  return path
}

const plain = (items: readonly CapturedItem[]) =>
  framesOf(items).map(({ frame: { facts, wire } }) => ({ ...facts, wire: Buffer.from(wire).toString('base64') }))

describe('an export that is imported again', () => {
  it('as pcapng has the same frames, bytes and times', async () => {
    const { captures, capture } = await mixedCapture(1)
    const [imported] = await importFile(await exportTo(captures, capture, 'pcapng'), captures)
    expect(plain(await itemsOf(imported!.capture))).toEqual(plain(await itemsOf(capture)))
    const [hop] = await imported!.capture.events()
    expect(hop).toMatchObject({
      url: 'ws://example.test:9001/talk',
      checks: expect.arrayContaining([expect.objectContaining({ id: 'accept', ok: true })]),
    })
  })

  it('as .sockscope is the same whole', async () => {
    const { captures, capture } = await mixedCapture(2)
    const [imported] = await importFile(await exportTo(captures, capture, 'sockscope'), captures)
    expect(plain(await itemsOf(imported!.capture))).toEqual(plain(await itemsOf(capture)))
    expect(await imported!.capture.events()).toEqual(await capture.events())
  })

  it('as HAR has the same messages', async () => {
    const { captures, capture } = await mixedCapture(3)
    const [imported] = await importFile(await exportTo(captures, capture, 'har'), captures)
    const shown = (all: ReturnType<typeof messagesOf>) => all.map(({ facts, data }) => [facts.direction, facts.kind, facts.timeUs, data])
    expect(shown(messagesOf(await itemsOf(imported!.capture)))).toEqual(shown(messagesOf(await itemsOf(capture))))
  })

  it('as NDJSON has the same messages and the facts of all frames', async () => {
    const { captures, capture } = await mixedCapture(4)
    const [imported] = await importFile(await exportTo(captures, capture, 'ndjson'), captures)
    const [one, other] = [await itemsOf(imported!.capture), await itemsOf(capture)]
    expect(messagesOf(one)).toEqual(messagesOf(other))
    expect(framesOf(one).map(({ frame }) => frame.facts)).toEqual(framesOf(other).map(({ frame }) => frame.facts))
  })
})

describe.skipIf(!existsSync(SAMPLES))('files of other tools', () => {
  it("a HAR of Chromium's DevTools: three connections, with what it cannot know said", async () => {
    const imported = await importFile(`${SAMPLES}/har/chromium-156-devtools-export-sanitized.har`, startCaptures())
    expect(imported.map(({ url, frames }) => [url, frames])).toEqual([
      ['ws://127.0.0.1:9430/ws?room=1', 9],
      ['ws://127.0.0.1:9430/401', 0],
      ['ws://127.0.0.1:9103/rsv', 0],
    ])
    const messages = messagesOf(await itemsOf(imported[0]!.capture))
    expect(
      messages.slice(0, 4).map(({ facts, data }) => [facts.direction, facts.kind, Buffer.from(data, 'base64').toString('latin1')]),
    ).toEqual([
      ['out', 'text', 'hello'],
      ['out', 'text', '{"op":"subscribe","id":1}'],
      ['out', 'binary', '\u0000\u0001\u0002\u00ff'],
      ['out', 'text', Buffer.from('grüße 😀').toString('latin1')],
    ])
    expect(await imported[0]!.capture.events()).toMatchObject([
      { notes: [{ id: 'imported', text: expect.stringContaining('control frames') }] },
    ])
    expect(await imported[2]!.capture.events()).toMatchObject([{}, { type: 'error', message: expect.stringContaining('reserved bits') }])
  })

  it('packet captures of a loopback interface, plain and compressed', async () => {
    for (const name of ['plain', 'deflate']) {
      const [imported] = await importFile(`${SAMPLES}/captures/${name}.pcapng`, startCaptures())
      const texts = messagesOf(await itemsOf(imported!.capture)).map(({ data }) => Buffer.from(data, 'base64').toString())
      expect(texts.slice(0, 1)).toEqual(['hello'])
      expect(texts).toContain('from client')
      expect(await imported!.capture.events()).toMatchObject([{ type: 'handshake' }, { type: 'close', clean: true }])
    }
  })
})

describe('a file that cannot be imported', () => {
  const codeOf = async (contents: string | Uint8Array): Promise<string> => {
    const failure = await importFile(fileWith(contents), startCaptures()).catch((error: unknown) => error)
    return failure instanceof AppError ? failure.code : `${failure}`
  }
  it.each([
    ['nothing', '', 'import.unreadable'],
    ['prose', 'hello', 'import.unreadable'],
    ['a HAR that is cut off', '{"log":{"version":"1.2","entries":[', 'import.unreadable'],
    ['a HAR of a newer version', '{"log":{"version":"2.0","entries":[]}}', 'import.unreadable'],
    ['JSON that is no HAR', '{"a":1}', 'import.unreadable'],
    ['a HAR without WebSockets', '{"log":{"version":"1.2","entries":[]}}', 'import.nothing'],
    ['an entry that is none', '{"log":{"version":"1.2","entries":[{"_webSocketMessages":7}]}}', 'import.unreadable'],
    ['a record of a violation nobody knows', '{"type":"frame","connection":1,"violation":{"id":"new"}}', 'import.unreadable'],
    [
      'a message without its frames',
      '{"type":"message","connection":1,"message":0,"timeUs":1,"direction":"in","kind":"text","length":1,"wireLength":3,"frames":1,"compressed":false,"data":"a"}',
      'import.unreadable',
    ],
    ['pcapng of a newer version', Buffer.from('0a0d0d0a1c0000004d3c2b1a02000000ffffffffffffffff1c000000', 'hex'), 'import.unreadable'],
    ['pcapng without packets', Buffer.from('0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000', 'hex'), 'import.nothing'],
    [
      'a block of 2 GiB',
      Buffer.from('0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c0000000600000000000080', 'hex'),
      'import.too-large',
    ],
    ['another database', `SQLite format 3\0${'x'.repeat(200)}`, 'capture.unreadable'],
  ])('%s', async (_, contents, code) => expect(await codeOf(contents)).toBe(code))

  it('leaves no capture behind', async () => {
    const { captures, capture } = await mixedCapture(5)
    const path = await exportTo(captures, capture, 'ndjson')
    const text = readFileSync(path, 'utf8')
    await expect(importFile(fileWith(text.slice(0, -20)), captures)).rejects.toMatchObject({ code: 'import.unreadable' })
  })
})

describe('any file', () => {
  it.each(['pcapng', 'har', 'ndjson', 'sockscope'] as const)(
    '%s, damaged anywhere, is imported or refused, and nothing else',
    async (format) => {
      const seed = Date.now() % 1_000_000
      const random = seededRandom(seed)
      const { captures, capture } = await mixedCapture(6, 60)
      const sound = readFileSync(await exportTo(captures, capture, format))
      for (let round = 0; round < 60; round++) {
        const damaged = mutated(sound, random)
        const outcome = await importFile(fileWith(damaged), captures).catch((error: unknown) => error)
        if (Array.isArray(outcome)) await Promise.all(outcome.map(({ capture: made }) => made.remove()))
        else expect(outcome, `seed ${seed}, round ${round}`).toBeInstanceOf(AppError)
        if (outcome instanceof AppError) expect(outcome.code, `seed ${seed}, round ${round}: ${outcome.message}`).not.toBe('internal')
      }
    },
    60_000,
  )
})

function mutated(sound: Uint8Array, random: ReturnType<typeof seededRandom>): Uint8Array {
  const bytes = Uint8Array.from(sound)
  for (let count = 1 + random.below(8); count > 0; count--)
    bytes[random.below(bytes.length)] = random.pick([0, 1, 0x22, 0x7f, 0x80, 0xff, random.below(256)])
  return random.chance(0.3) ? bytes.subarray(0, random.below(bytes.length)) : bytes
}
