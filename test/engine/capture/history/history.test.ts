import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Captures, CapturesOptions } from '#engine/capture/captures.ts'
import type { HistoryEntry } from '#shared/model/history.ts'
import type { CaptureId } from '#shared/model/ids.ts'
import { seededRandom } from '#test/support/seeded-random.ts'
import { CLOSE_EVENT, HANDSHAKE_EVENT, startCapture, startCaptures, tell } from '../capture-folder.ts'
import { Conversation } from '../conversation.ts'

const { told } = new Conversation(seededRandom(51)).ramble(600)
const MESSAGES = told.filter(({ message }) => message !== null).length
const ALL = { search: '', first: 0, count: 100 }

async function record(captures: Captures, frames = told.length): Promise<CaptureId> {
  const { capture } = startCapture(captures)
  capture.appendEvent(HANDSHAKE_EVENT)
  tell(capture, told.slice(0, frames))
  capture.appendEvent(CLOSE_EVENT)
  await capture.finish()
  await capture.release()
  return capture.id
}

const idsOf = async (captures: Captures): Promise<CaptureId[]> => (await captures.history.list(ALL)).entries.map(({ id }) => id)
const entryOf = async (captures: Captures, id: CaptureId): Promise<HistoryEntry | undefined> =>
  (await captures.history.list(ALL)).entries.find((entry) => entry.id === id)

describe('the history', () => {
  it('lists what was recorded, newest first, with what each capture says of itself', async () => {
    const captures = startCaptures()
    const first = await record(captures)
    const { capture } = startCapture(captures)
    tell(capture, told.slice(0, 10))
    const { entries, found, all, usedBytes, limitBytes } = await captures.history.list(ALL)
    expect(entries.map(({ id }) => id)).toEqual([capture.id, first])
    expect(entries[0]).toMatchObject({ url: 'ws://127.0.0.1:9001/echo', endedUs: null, close: null, damage: null })
    expect(entries[1]).toMatchObject({
      name: '',
      isPinned: false,
      frames: told.length,
      messages: MESSAGES,
      endedUs: CLOSE_EVENT.timeUs,
      close: { code: 1000, name: 'Normal Closure', clean: true },
      failure: null,
      damage: null,
    })
    expect([found, all]).toEqual([2, 2])
    expect(usedBytes).toBe(entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))
    expect(limitBytes).toBeGreaterThan(0)
  })

  it('is the same in the next process, names and pins among it, and is found by part of a name or URL', async () => {
    const before = startCaptures()
    const ids = [await record(before, 1), await record(before, 2), await record(before, 3)]
    await before.history.rename(ids[1]!, '  The one with the Gap ')
    await before.history.pin(ids[2]!, true)
    await before.close()
    const after = startCaptures({ folder: before.folder })
    expect((await after.history.list(ALL)).entries).toMatchObject([
      { id: ids[2], name: '', isPinned: true, frames: 3 },
      { id: ids[1], name: 'The one with the Gap', isPinned: false, frames: 2 },
      { id: ids[0], name: '', isPinned: false, frames: 1 },
    ])
    const search = async (text: string) => (await after.history.list({ ...ALL, search: text })).entries.map(({ id }) => id)
    expect(await search('with the gap')).toEqual([ids[1]])
    expect(await search('127.0.0.1:9001')).toHaveLength(3)
    expect(await search('elsewhere')).toEqual([])
    expect(await after.history.list({ search: '', first: 1, count: 1 })).toMatchObject({ found: 3, all: 3, entries: [{ id: ids[1] }] })
  })

  it('tells when it changes: begun, ended, named, pinned, deleted, restored', async () => {
    let changes = 0
    const captures = startCaptures({ onHistoryChanged: () => changes++ })
    const id = await record(captures)
    expect(changes).toBe(2)
    await captures.history.rename(id, 'a')
    await captures.history.pin(id, true)
    await captures.history.delete([id])
    await captures.history.restore([id])
    expect(changes).toBe(6)
  })

  it('takes the place of a label and of facts that are no more, or were never ours', async () => {
    const captures = startCaptures()
    const id = await record(captures)
    await captures.close()
    writeFileSync(join(captures.folder, id, 'facts.json'), '{"url":1')
    writeFileSync(join(captures.folder, id, 'label.json'), '{"name":{"toString":1},"isPinned":true}')
    const after = startCaptures({ folder: captures.folder })
    expect(await entryOf(after, id)).toMatchObject({ name: '', isPinned: false, frames: told.length, messages: MESSAGES })
    rmSync(join(captures.folder, id, 'facts.json'))
    expect(await entryOf(startCaptures({ folder: captures.folder }), id)).toMatchObject({ frames: told.length, close: { code: 1000 } })
  })

  it('says which capture cannot be read, and why', async () => {
    const captures = startCaptures()
    const [cut, foreign] = [await record(captures), '1000000000000-1-aaaaaaaa' as CaptureId]
    await captures.close()
    rmSync(join(captures.folder, cut, 'facts.json'))
    truncateSync(join(captures.folder, cut, 'capture.db'), 5_000)
    mkdirSync(join(captures.folder, foreign))
    const after = startCaptures({ folder: captures.folder })
    expect(await entryOf(after, cut)).toMatchObject({ damage: { code: 'capture.unreadable' } })
    expect(await entryOf(after, foreign)).toMatchObject({ startedUs: 1e15, damage: { code: 'capture.unreadable' } })
  })

  it('has what a killed process recorded, with its end where the frames end', async () => {
    const captures = startCaptures()
    const source = join(import.meta.dirname, '..', 'recording-process.ts')
    const recorder = spawn(process.execPath, [source, captures.folder, '52', '20000'], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void recorder.kill('SIGKILL'))
    const lines: string[] = []
    for await (const line of createInterface({ input: recorder.stdout })) {
      if (lines.push(line) === 2) expect(await entryOf(captures, lines[0] as CaptureId)).toMatchObject({ endedUs: null })
      if (Number(line) >= 6_000) recorder.kill('SIGKILL')
    }
    const id = lines[0] as CaptureId
    const entry = await entryOf(captures, id)
    const total = await captures.reader(id).total()
    const [last] = await captures.reader(id).rows(total - 1, 1)
    expect(entry).toMatchObject({ frames: total, endedUs: Math.max(entry!.startedUs, last!.timeUs), close: null, damage: null })
    const finished = new Conversation(seededRandom(52)).ramble(20_000).told.slice(0, total)
    expect(entry!.messages).toBe(finished.filter(({ message }) => message !== null).length)
  })
})

describe('deleting a capture', () => {
  it('takes it out of the list, and can be undone', async () => {
    const captures = startCaptures()
    const id = await record(captures)
    const reader = captures.reader(id)
    expect(await reader.total()).toBe(told.length)
    await captures.history.delete([id])
    expect(await idsOf(captures)).toEqual([])
    await expect(reader.rows(0, 1)).rejects.toMatchObject({ code: 'capture.unknown' })
    await captures.history.restore([id])
    expect(await idsOf(captures)).toEqual([id])
    expect(await reader.total()).toBe(told.length)
  })

  it('works also for one whose connection is still on the list', async () => {
    const captures = startCaptures()
    const { capture } = startCapture(captures)
    await capture.finish()
    await captures.history.delete([capture.id])
    await expect(captures.reader(capture.id).total()).rejects.toMatchObject({ code: 'capture.unknown' })
  })

  it('is refused while it is recorded, here or elsewhere, and for what is no capture', async () => {
    const captures = startCaptures()
    const { capture } = startCapture(captures)
    await capture.flush()
    await expect(captures.history.delete([capture.id])).rejects.toMatchObject({ code: 'capture.recording' })
    const elsewhere = startCaptures({ folder: captures.folder })
    await expect(elsewhere.history.delete([capture.id])).rejects.toMatchObject({ code: 'capture.recording' })
    mkdirSync(join(captures.folder, 'mine'))
    for (const id of ['mine', '..', '', '1000000000000-1-aaaaaaaa'] as CaptureId[]) {
      const { history } = captures
      for (const change of [() => history.delete([id]), () => history.restore([id]), () => history.rename(id, 'x')]) {
        await expect(change(), id).rejects.toMatchObject({ code: 'capture.unknown' })
      }
    }
    expect(readdirSync(captures.folder)).toContain('mine')
  })
})

describe('room for captures', () => {
  const limited = (historyLimitBytes: number, options: Partial<CapturesOptions> = {}) =>
    startCaptures({ ...options, limits: () => ({ captureLimitBytes: 2 ** 30, historyLimitBytes }) })

  it('is made by removing the oldest that are neither pinned, nor shown, nor recorded', async () => {
    const before = startCaptures()
    const live = startCapture(before)
    await live.capture.flush()
    const ids: CaptureId[] = []
    for (let number = 0; number < 6; number++) ids.push(await record(before))
    await before.history.pin(ids[0]!, true)
    const { usedBytes, entries } = await before.history.list(ALL)
    const sizeBytes = entries[0]!.sizeBytes
    const after = limited(usedBytes - 2 * sizeBytes, { folder: before.folder, shown: () => new Set([ids[1]!]) })
    await after.history.makeRoom()
    expect((await idsOf(after)).toReversed()).toEqual([live.capture.id, ids[0], ids[1], ids[4], ids[5]])
    await limited(0, { folder: before.folder }).history.makeRoom()
    expect((await idsOf(after)).toReversed()).toEqual([live.capture.id, ids[0]])
    expect(live.failures).toEqual([])
  })

  it('is made in the trash first, and there is nothing left after ten minutes', async () => {
    const captures = limited(2 ** 30)
    const ids = [await record(captures), await record(captures)]
    await captures.history.delete([ids[0]!])
    const { usedBytes } = await captures.history.list(ALL)
    await limited(usedBytes - 1, { folder: captures.folder }).history.makeRoom()
    expect(await idsOf(captures)).toEqual([ids[1]])
    await expect(captures.history.restore([ids[0]!])).rejects.toMatchObject({ code: 'capture.unknown' })
    await captures.history.delete([ids[1]!])
    const trashed = join(captures.folder, 'trash', ids[1]!)
    const longAgo = new Date(Date.now() - 11 * 60 * 1000)
    utimesSync(trashed, longAgo, longAgo)
    await captures.history.makeRoom()
    expect(existsSync(trashed)).toBe(false)
  })

  it('that cannot be made stops recordings, and says so; a new one after that has room again', async () => {
    let historyLimitBytes = 0
    const captures = startCaptures({ limits: () => ({ captureLimitBytes: 2 ** 30, historyLimitBytes }) })
    const { capture, failures } = startCapture(captures)
    tell(capture, told)
    await capture.flush()
    await captures.history.makeRoom()
    expect(failures).toMatchObject([{ code: 'capture.limit', message: expect.stringContaining('all captures together') }])
    expect(await capture.total()).toBe(told.length)
    historyLimitBytes = 2 ** 30
    await capture.finish()
    expect(await entryOf(captures, capture.id)).toMatchObject({ frames: told.length, failure: { code: 'capture.limit' } })
    const next = startCapture(captures)
    await captures.history.makeRoom()
    expect(next.failures).toEqual([])
  })

  it('is not made by who does not know the limits', async () => {
    const captures = startCaptures()
    const id = await record(captures)
    await captures.history.makeRoom()
    expect(await idsOf(captures)).toEqual([id])
  })
})
