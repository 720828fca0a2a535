import { useEffect, useState } from 'react'
import { NewestWins } from './newest-wins.ts'

export interface Newest<Question, Answer> {
  /** What `answer` or `error` answers; undefined before the first. */
  readonly question: Question | undefined
  /** Stays as it was until the answer to a newer question has come, so that nothing flickers. */
  readonly answer: Answer | undefined
  readonly error: unknown
}

/**
 * The answer to `question`, which is compared by identity: pass a primitive or a memoised object.
 * `load` is kept from the first render on.
 */
export function useNewest<Question, Answer>(question: Question, load: (question: Question) => Promise<Answer>): Newest<Question, Answer> {
  const [newest, setNewest] = useState<Newest<Question, Answer>>({ question: undefined, answer: undefined, error: undefined })
  const [loader] = useState(
    () =>
      new NewestWins(
        load,
        (asked, answer) => setNewest({ question: asked, answer, error: undefined }),
        (asked, error) => setNewest({ question: asked, answer: undefined, error }),
      ),
  )
  useEffect(() => loader.ask(question), [loader, question])
  return newest
}
