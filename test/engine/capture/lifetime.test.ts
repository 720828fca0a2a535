import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startCapture, startCaptures, temporaryFolder } from './capture-folder.ts'

const MODULE = JSON.stringify(join(import.meta.dirname, '../../../engine/capture/captures.ts'))

/** Runs `body` in a process of its own, with captures in a temporary folder. */
function run(body: string) {
  const source = `const { createCaptures } = await import(${MODULE})
    const captures = createCaptures({ folder: ${JSON.stringify(temporaryFolder())} })
    const create = () => captures.create({ connection: 1, url: '', onHeld() {}, onError: console.error })
    const event = { type: 'error', connection: 1, timeUs: 1, code: 'internal', message: 'm', hint: '' }
    ${body}`
  return spawnSync(process.execPath, ['--input-type=module', '--eval', source], { encoding: 'utf8', timeout: 15_000 })
}

describe('captures and the process they live in', () => {
  it('do not keep it alive, and add nothing to its output', () => {
    const { status, signal, stdout, stderr } = run('create().appendEvent(event)')
    expect({ status, signal, stdout, stderr }).toEqual({ status: 0, signal: null, stdout: '', stderr: '' })
  })

  it('keep it alive while a question is open', () => {
    const { stdout, stderr } = run(
      'const capture = create(); capture.appendEvent(event); console.log(JSON.stringify(await capture.events()))',
    )
    expect({ stdout: JSON.parse(stdout), stderr }).toMatchObject({ stdout: [{ type: 'error', message: 'm' }], stderr: '' })
  })

  it('write what is pending when closed, and answer no more after', async () => {
    const captures = startCaptures()
    const { capture, failures } = startCapture(captures)
    await captures.close()
    await expect(capture.total()).rejects.toMatchObject({ name: 'AppError', code: 'capture.disk' })
    expect(failures).toEqual([])
  })
})
