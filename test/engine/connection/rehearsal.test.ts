import { describe, expect, it } from 'vitest'
import { SILENT_OBSERVER } from '#engine/connection/observer.ts'
import { rehearse } from '#engine/connection/rehearsal.ts'
import type { CloseReport } from '#shared/model/connection.ts'

describe('the rehearsal before the first connection of a process', () => {
  it('walks the whole way: frames of each kind in both directions, inflating, and the closing handshake', async () => {
    const frames: string[] = []
    const messages: string[] = []
    const closed: CloseReport[] = []
    await rehearse({
      ...SILENT_OBSERVER,
      onFrame: ({ facts }) => frames.push(`${facts.direction}:${facts.opcode}${facts.violation ? ` ${facts.violation}` : ''}`),
      onMessage: ({ facts, data }) => facts.direction === 'in' && messages.push(Buffer.from(data).toString()),
      onClose: (report) => closed.push(report),
    })
    expect(messages.slice(0, 3)).toEqual(['hello', 'hello', 'Hello'])
    expect(frames).toEqual(expect.arrayContaining(['in:1', 'in:9', 'in:0', 'out:10', 'out:1', 'out:2', 'out:9', 'out:8', 'in:8']))
    expect(frames.filter((told) => told.includes(' '))).toEqual([])
    expect(closed).toMatchObject([{ code: 1000, clean: true, initiator: 'local' }])
  })

  it('has nothing in it that would refuse: it tells no failure', async () => {
    const failures: unknown[] = []
    await rehearse({ ...SILENT_OBSERVER, onFailure: (failure) => failures.push(failure) })
    expect(failures).toEqual([])
  })
  it('goes through to its close whatever the masks of its frames are', async () => {
    for (let time = 0; time < 1000; time++) {
      const frames: string[] = []
      await rehearse({ ...SILENT_OBSERVER, onFrame: ({ facts }) => frames.push(`${facts.direction}:${facts.opcode}`) })
      expect(frames, `of rehearsal ${time}`).toEqual(expect.arrayContaining(['out:1', 'out:2', 'out:9', 'out:8', 'in:8']))
    }
  })
})
