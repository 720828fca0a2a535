import { describe, expect, it } from 'vitest'
import { type Draft, EMPTY_DRAFT, MAX_HISTORY, walked, withLoaded, withRemembered, withWritten } from '#renderer/composer/composer-store.ts'

const textOf = (body: string) => ({ format: 'text', body }) as const

/** A draft that sent each of these, and has the last one still standing in the editor. */
const afterSending = (...bodies: string[]): Draft =>
  bodies.reduce((draft, body) => withRemembered(withWritten(draft, { body }), textOf(body)), EMPTY_DRAFT)

describe('the history of a composer', () => {
  it('leads back through what was sent, and forward to what is being written', () => {
    const draft = withWritten(afterSending('one', 'two'), { body: 'thr' })
    const back = walked(draft, -1)
    expect(back.written.body).toBe('two')
    expect(walked(back, -1).written.body).toBe('one')
    expect(walked(walked(back, -1), -1).written.body).toBe('one')
    expect(walked(back, 1).written.body).toBe('thr')
    expect(walked(walked(back, 1), 1).written.body).toBe('thr')
  })

  it('begins before the message that was just sent and still stands there', () => {
    expect(walked(afterSending('one', 'two'), -1).written.body).toBe('one')
  })

  it('brings the format back too', () => {
    const draft = withWritten(withRemembered(EMPTY_DRAFT, { format: 'hex', body: '00' }), { format: 'json', body: '{}' })
    expect(walked(draft, -1).written).toEqual({ format: 'hex', body: '00' })
  })

  it('takes the same message once, however often it is sent in a row', () => {
    expect(afterSending('a', 'a', 'b', 'a').history.map(({ body }) => body)).toEqual(['a', 'b', 'a'])
  })

  it('keeps the newest hundred', () => {
    const { history } = afterSending(...Array.from({ length: 130 }, (_, index) => String(index)))
    expect(history).toHaveLength(MAX_HISTORY)
    expect(history[0]?.body).toBe('30')
  })

  it('is left as soon as something is written', () => {
    const back = walked(withWritten(afterSending('one', 'two'), { body: 'x' }), -1)
    expect(withWritten(back, { body: 'two, changed' })).toMatchObject({ historyAt: null, aside: null })
  })

  it('is empty at first, and leads nowhere', () => {
    expect(walked(EMPTY_DRAFT, -1)).toBe(EMPTY_DRAFT)
    expect(walked(EMPTY_DRAFT, 1)).toBe(EMPTY_DRAFT)
  })
})

describe('a saved message that is put into the editor', () => {
  const saved = [{ name: 'Hello', format: 'json', body: '{}' }] as const

  it('takes the place of what stands there, which can be walked back to', () => {
    const draft = withLoaded(withWritten(EMPTY_DRAFT, { body: 'half written' }), saved[0], saved)
    expect(draft.written).toEqual({ format: 'json', body: '{}' })
    expect(walked(draft, -1).written).toEqual(textOf('half written'))
  })

  it('leaves no trace in the history where nothing would be lost', () => {
    expect(withLoaded(EMPTY_DRAFT, saved[0], saved).history).toEqual([])
    expect(withLoaded(withWritten(EMPTY_DRAFT, saved[0]), saved[0], saved).history).toEqual([])
    expect(withLoaded(afterSending('sent'), saved[0], saved).history).toHaveLength(1)
  })
})
