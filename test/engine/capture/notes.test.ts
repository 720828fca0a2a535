import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { createSchema } from '#engine/capture/schema.ts'
import { jsonBody, sealedRows } from '#engine/capture/sealed-rows.ts'
import { MOST_NOTES } from '#shared/model/note.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { startCapture, startCaptures, tell, temporaryFolder } from './capture-folder.ts'
import { Conversation } from './conversation.ts'

const { told } = new Conversation(seededRandom(9)).ramble(100)
const BOOKMARK = { seq: 7, isBookmarked: true, text: '' }
const NOTE = { seq: 3, isBookmarked: false, text: 'why twice? — 为什么' }

describe('what is said of frames', () => {
  it('is kept while a capture is recorded, changed, and taken away', async () => {
    const { capture } = startCapture(startCaptures())
    tell(capture, told)
    await capture.annotate(BOOKMARK)
    await capture.annotate(NOTE)
    expect(await capture.notes()).toEqual([NOTE, BOOKMARK])
    await capture.annotate({ ...NOTE, text: 'it was sent twice' })
    await capture.annotate({ ...BOOKMARK, isBookmarked: false })
    expect(await capture.notes()).toEqual([{ ...NOTE, text: 'it was sent twice' }])
  })

  it('stands in the history on the next day, and is changed there', async () => {
    const folder = temporaryFolder()
    const before = startCaptures({ folder })
    const { capture } = startCapture(before)
    tell(capture, told)
    await capture.annotate(NOTE)
    await capture.finish()
    await before.close()
    const reader = startCaptures({ folder }).reader(capture.id)
    expect(await reader.notes()).toEqual([NOTE])
    await reader.annotate(BOOKMARK)
    expect(await reader.notes()).toEqual([NOTE, BOOKMARK])
    expect(await startCaptures({ folder }).reader(capture.id).notes()).toEqual([NOTE, BOOKMARK])
  })

  it('goes into a file, which is only read', async () => {
    const captures = startCaptures()
    const { capture } = startCapture(captures)
    tell(capture, told)
    await capture.annotate(NOTE)
    const path = join(temporaryFolder(), 'talk.sockscope')
    await capture.saveAs(path)
    const saved = await captures.open(path)
    expect(await saved.notes()).toEqual([NOTE])
    await expect(saved.annotate(BOOKMARK)).rejects.toMatchObject({ code: 'capture.read-only' })
    expect(await saved.notes()).toEqual([NOTE])
  })

  it('is of a frame that is there, and no more than a person writes', async () => {
    const { capture } = startCapture(startCaptures())
    const long = new Conversation(seededRandom(10)).ramble(MOST_NOTES + 1)
    tell(capture, long.told)
    await expect(capture.annotate({ ...NOTE, seq: MOST_NOTES + 1 })).rejects.toMatchObject({ code: 'input.invalid' })
    for (let seq = 0; seq < MOST_NOTES; seq++) await capture.annotate({ ...BOOKMARK, seq })
    await expect(capture.annotate({ ...BOOKMARK, seq: MOST_NOTES })).rejects.toMatchObject({ code: 'input.invalid' })
    await capture.annotate({ ...NOTE, seq: 5 })
    expect((await capture.notes())[5]).toEqual({ ...NOTE, seq: 5 })
  })

  it('has no place in a capture of an older version, which is read as it is', async () => {
    const path = join(temporaryFolder(), 'old.sockscope')
    const database = new DatabaseSync(path)
    createSchema(database, 3)
    const saved = { frames: 0, messages: 0, events: 0, segmentBytes: 0 }
    sealedRows(database).insert('meta', 1, jsonBody({ connection: 1, url: '', createdUs: 0, saved }))
    database.close()
    expect(await (await startCaptures().open(path)).notes()).toEqual([])
  })
})
