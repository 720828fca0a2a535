import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Captures } from '#engine/capture/captures.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { CLOSE_EVENT, expectAll, HANDSHAKE_EVENT, startCapture, startCaptures, tell } from './capture-folder.ts'
import { Conversation, type Told } from './conversation.ts'

async function record(captures: Captures, told: readonly Told[]): Promise<CaptureId> {
  const { capture } = startCapture(captures)
  capture.appendEvent(HANDSHAKE_EVENT)
  tell(capture, told)
  capture.appendEvent(CLOSE_EVENT)
  await capture.finish()
  await capture.release()
  return capture.id
}

const { told } = new Conversation(seededRandom(41)).ramble(300)

describe('an ended capture, asked for by its id', () => {
  it('reads as it was told, in this process and in the next', async () => {
    const captures = startCaptures()
    const id = await record(captures, told)
    await expectAll(captures.reader(id), told, 7)
    expect(await captures.reader(id).events()).toEqual([HANDSHAKE_EVENT, CLOSE_EVENT])
    await captures.close()
    await expectAll(startCaptures({ folder: captures.folder }).reader(id), told, 7)
  })

  it('is one of many, of which only some are held open', async () => {
    const captures = startCaptures()
    const ids: CaptureId[] = []
    for (let number = 0; number < 40; number++) ids.push(await record(captures, told.slice(0, number)))
    const totals = await Promise.all(ids.map((id) => captures.reader(id).total()))
    expect(totals).toEqual(ids.map((_, number) => number))
    expect(await captures.reader(ids[7]!).total()).toBe(7)
  })

  it('says so when it is gone, and when there never was one', async () => {
    const captures = startCaptures()
    const id = await record(captures, told)
    rmSync(join(captures.folder, id), { recursive: true })
    for (const none of [id, '1000000000000-1-aaaaaaaa', '', '..', '../captures', 'nothing']) {
      await expect(captures.reader(none as CaptureId).total(), none).rejects.toMatchObject({ name: 'AppError', code: 'capture.unknown' })
    }
  })

  it('that another process is recording is refused, with the reason', async () => {
    const there = startCaptures()
    const { capture } = startCapture(there)
    await capture.flush()
    const here = startCaptures({ folder: there.folder })
    await expect(here.reader(capture.id).total()).rejects.toMatchObject({ code: 'capture.recording' })
    await capture.finish()
    expect(await here.reader(capture.id).total()).toBe(0)
    expect(await capture.total()).toBe(0)
  })
})
