import { spawn, spawnSync } from 'node:child_process'
import { cpSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { seededRandom } from '#test/support/seeded-random.ts'
import { expectAll, startCapture, startCaptures, tell, temporaryFolder } from './capture-folder.ts'
import { Conversation } from './conversation.ts'

/** On a machine that is busy with other tests; nothing is proved by how long it takes. */
const PATIENTLY = { timeout: 15_000 }

const conversation = (seed: number, frames: number) => new Conversation(seededRandom(seed)).ramble(frames).told

describe('a disk slower than the wire', () => {
  it('holds the connection back beyond 16 batches under way, and releases it', async () => {
    // However long the disk takes meanwhile: only their number shall count.
    const { capture, held } = startCapture(startCaptures({ heldAfterMs: Number.POSITIVE_INFINITY }))
    const conversation = new Conversation(seededRandom(31))
    while (conversation.told.length < 85_001) conversation.say('text', Buffer.from('tick'))
    const { told } = conversation
    tell(capture, told.slice(0, 80_001))
    expect(held, '16 batches are under way, the 17th is gathering').toEqual([])
    tell(capture, told.slice(80_001))
    expect(held).toEqual([true])
    await capture.flush()
    await vi.waitFor(() => expect(held).toEqual([true, false]), PATIENTLY)
    expect(await capture.rows(84_900, 1_000)).toEqual(told.slice(84_900).map((each) => each.row))
  })

  it('holds the connection back as soon as a batch has waited long, however few there are', async () => {
    const { capture, held } = startCapture(startCaptures({ heldAfterMs: 0 }))
    const { told } = new Conversation(seededRandom(35)).ramble(10_001)
    tell(capture, told)
    expect(held[0]).toBe(true)
    await capture.flush()
    await vi.waitFor(() => expect(held.at(-1)).toBe(false), PATIENTLY)
  })

  it('holds the connection back beyond 32 MiB under way, however few batches', async () => {
    const { capture, held } = startCapture(startCaptures())
    const { told } = new Conversation(seededRandom(32)).say('binary', Buffer.alloc(33 * 1024 * 1024)).say('text', Buffer.from('next'))
    tell(capture, told)
    expect(held).toEqual([true])
    await capture.flush()
    await vi.waitFor(() => expect(held).toEqual([true, false]), PATIENTLY)
  })
})

describe('a disk that fails', () => {
  it('is told once if nothing can be written at all, and the connection lives on', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const { capture, failures } = startCapture(startCaptures({ folder: join(file, 'captures') }))
    const told = conversation(33, 10_000)
    tell(capture, told.slice(0, 5_000))
    await expect(capture.rows(0, 1)).rejects.toMatchObject({ name: 'AppError', code: 'capture.disk' })
    tell(capture, told.slice(5_000))
    await expect(capture.finish()).rejects.toMatchObject({ code: 'capture.disk' })
    expect(failures).toMatchObject([{ code: 'capture.disk', message: expect.stringContaining('not a folder') }])
  })

  it('is told once when the limit is reached; what was recorded stays readable and can be saved', async () => {
    const captures = startCaptures({ limits: () => ({ captureLimitBytes: 1024 * 1024, historyLimitBytes: 2 ** 30 }) })
    const { capture, failures } = startCapture(captures)
    const told = conversation(34, 20_000)
    tell(capture, told)
    await capture.flush()
    const total = await capture.total()
    expect(total).toBeGreaterThan(0)
    expect(failures).toMatchObject([
      { code: 'capture.limit', message: expect.stringContaining(`after ${total.toLocaleString('en')} frames`) },
    ])
    expect(await capture.rows(total - 100, 200)).toEqual(told.slice(total - 100, total).map((each) => each.row))
    const path = join(captures.folder, 'rest.sockscope')
    await capture.saveAs(path)
    expect(await (await captures.open(path)).total()).toBe(total)
    await capture.finish()
  })

  it('is told once when it is full; what was recorded stays readable', async ({ skip }) => {
    const folder = temporaryFolder()
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder])
    if (mounted.status !== 0) {
      console.log('Not tested: a full disk. A small file system could not be mounted; that takes root on Linux.')
      skip()
    }
    const captures = startCaptures({ folder })
    // Undone in the opposite order: captures close before the file system goes.
    onTestFinished(async () => {
      await captures.close()
      spawnSync('umount', [folder])
    })
    const { capture, failures } = startCapture(captures)
    const told = conversation(35, 40_000)
    tell(capture, told)
    await capture.flush()
    const total = await capture.total()
    expect(failures).toMatchObject([{ code: 'capture.disk', message: expect.stringContaining('no space left') }])
    expect(total).toBeGreaterThan(0)
    for (let first = 0; first < total; first += 1_000) {
      expect(await capture.rows(first, 1_000)).toEqual(told.slice(first, Math.min(first + 1_000, total)).map((each) => each.row))
    }
  })
})

describe('a process that is gone', () => {
  it('leaves what it appended, without being asked to write it', async () => {
    const captures = startCaptures()
    const { capture } = startCapture(captures)
    const told = conversation(36, 50)
    tell(capture, told)
    // The folder is copied as it stands on the disk: what a reader finds after a kill at that moment.
    await vi.waitFor(async () => {
      const copy = join(temporaryFolder(), 'copy')
      cpSync(join(captures.folder, capture.id), copy, { recursive: true })
      const saved = await captures.open(copy)
      await expectAll(saved, told)
      await saved.close()
    }, PATIENTLY)
  })

  it('killed with SIGKILL loses nothing that was written, and its folder opens again', async () => {
    const folder = temporaryFolder()
    const [seed, frames] = [37, 30_000]
    const recorder = spawn(process.execPath, [join(import.meta.dirname, 'recording-process.ts'), folder, `${seed}`, `${frames}`])
    onTestFinished(() => void recorder.kill('SIGKILL'))
    const lines: string[] = []
    for await (const line of createInterface({ input: recorder.stdout })) {
      lines.push(line)
      if (Number(line) >= 8_000 && lines.length > 20) recorder.kill('SIGKILL')
    }
    const captures = startCaptures({ folder })
    const saved = await captures.open(join(folder, lines[0]!))
    const total = await saved.total()
    expect(total).toBeGreaterThanOrEqual(Number(lines.at(-1)))
    const told = conversation(seed, frames)
    for (let first = 0; first < total; first += 1_000) {
      expect(await saved.rows(first, 1_000)).toEqual(told.slice(first, Math.min(first + 1_000, total)).map((each) => each.row))
    }
  })

  it('leaves a folder that says so while it is still recording', async () => {
    const captures = startCaptures()
    const { capture } = startCapture(captures)
    await capture.flush()
    const opening = captures.open(join(captures.folder, capture.id))
    await expect(opening).rejects.toMatchObject({
      code: 'capture.recording',
      message: expect.stringContaining('Another Sockscope is recording'),
    })
  })

  it('leaves a folder whose frames without bytes are cut off', async () => {
    const first = startCaptures()
    const told = conversation(38, 12_000)
    const { capture } = startCapture(first)
    tell(capture, told)
    await first.close()
    const path = join(first.folder, capture.id)
    const captures = startCaptures()
    await expectAll(await captures.open(path), told, 2_003)
    truncateSync(join(path, 'segment.bin'), 400_000)
    const saved = await captures.open(path)
    const total = await saved.total()
    expect([5_000, 10_000]).toContain(total)
    expect(await saved.rows(total - 500, 1_000)).toEqual(told.slice(total - 500, total).map((each) => each.row))
    rmSync(join(path, 'segment.bin'))
    await expect(captures.open(path)).rejects.toMatchObject({ code: 'capture.unreadable' })
  })
})
