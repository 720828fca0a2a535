import { beforeEach, describe, expect, it } from 'vitest'
import { actOnNotice, dismissNotice, notify, notifyFailure, useNotices } from '#renderer/notices/notices-store.ts'
import { AppError } from '#shared/errors.ts'

const texts = (): string[] => useNotices.getState().notices.map(({ text }) => text)
const lastId = (): number => useNotices.getState().notices.at(-1)!.id

describe('notices', () => {
  beforeEach(() => useNotices.setState({ notices: [] }))

  it('stand in the order they came, the oldest making room', () => {
    for (const text of ['one', 'two', 'three', 'four', 'five']) notify(text)
    expect(texts()).toEqual(['two', 'three', 'four', 'five'])
  })

  it('that are failures make no room', () => {
    notifyFailure(new AppError('library.exists', 'There is already one.'))
    for (const text of ['one', 'two', 'three', 'four']) notify(text)
    expect(texts()).toEqual(['There is already one.', 'two', 'three', 'four'])
  })

  it('that are the same failure stand once', () => {
    notifyFailure(new AppError('send.failed', 'It was not sent.'))
    notify('between')
    notifyFailure(new AppError('send.failed', 'It was not sent.'))
    expect(texts()).toEqual(['between', 'It was not sent.'])
  })

  it('of the same text are told apart where they are no failures', () => {
    notify('Copied')
    notify('Copied')
    expect(texts()).toEqual(['Copied', 'Copied'])
  })

  it('show what was thrown by anyone as a failure with a code', () => {
    notifyFailure(new TypeError('x is not a function'))
    expect(useNotices.getState().notices[0]?.failure?.code).toBe('internal')
  })

  it('that can be undone are undone once, and then are not done for good', () => {
    const happened: string[] = []
    notify('Closed', { text: 'Undo', run: () => happened.push('undone') }, () => happened.push('gone'))
    const id = lastId()
    actOnNotice(id)
    actOnNotice(id)
    dismissNotice(id)
    expect(happened).toEqual(['undone'])
    expect(texts()).toEqual([])
  })

  it.each([
    ['is dismissed', () => dismissNotice(lastId())],
    ['makes room', () => ['1', '2', '3', '4'].forEach((text) => void notify(text))],
  ])('lets a thing be done for good when it %s', (_, leave) => {
    let isGone = false
    notify('Closed', { text: 'Undo', run: () => undefined }, () => {
      isGone = true
    })
    expect(isGone).toBe(false)
    leave()
    expect(isGone).toBe(true)
  })
})
