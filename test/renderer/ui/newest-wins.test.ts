import { describe, expect, it } from 'vitest'
import { NewestWins } from '#renderer/ui/newest-wins.ts'

describe('the newest question', () => {
  it('is the only one that is answered, and those in between are never sent', async () => {
    const sent: number[] = []
    const gates = new Map<number, () => void>()
    const done = Promise.withResolvers<[number, string]>()
    const loader = new NewestWins<number, string>(
      (question) => {
        sent.push(question)
        return new Promise((resolve) => gates.set(question, () => resolve(`answer ${question}`)))
      },
      (question, answer) => done.resolve([question, answer]),
      (_, error) => done.reject(error),
    )
    for (const question of [1, 2, 3]) loader.ask(question)
    gates.get(1)?.()
    await Promise.resolve()
    await Promise.resolve()
    gates.get(3)?.()
    expect(await done.promise).toEqual([3, 'answer 3'])
    expect(sent).toEqual([1, 3])
  })

  it('goes on after a failure', async () => {
    const heard: string[] = []
    const loader = new NewestWins<number, string>(
      (question) => (question === 1 ? Promise.reject(new Error('no')) : Promise.resolve('yes')),
      (_, answer) => heard.push(answer),
      (_, error) => heard.push(String(error)),
    )
    loader.ask(1)
    await new Promise((resolve) => setImmediate(resolve))
    loader.ask(2)
    await new Promise((resolve) => setImmediate(resolve))
    expect(heard).toEqual(['Error: no', 'yes'])
  })
})
