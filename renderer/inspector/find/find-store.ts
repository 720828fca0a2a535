import { create } from 'zustand'
import type { FindQuery } from './find-query.ts'

interface FindState extends FindQuery {
  readonly isOpen: boolean
  /** Counts up whenever the find bar is asked for, so that it takes the focus also if it is there already. */
  readonly asked: number
  /** The last asking that was answered with the focus: a bar that appears with another row leaves the focus where it is. */
  readonly answered: number
}

/** What a person looks for inside of payloads; holds while they move from row to row. */
export const useFindStore = create<FindState>()(() => ({
  isOpen: false,
  asked: 0,
  answered: 0,
  mode: 'text',
  text: '',
  isCaseSensitive: false,
}))

export const changeFind = (change: Partial<FindState>): void => useFindStore.setState(change)

export const openFind = (): void => useFindStore.setState(({ asked }) => ({ isOpen: true, asked: asked + 1 }))
export const closeFind = (): void => useFindStore.setState({ isOpen: false })
