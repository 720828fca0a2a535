import { useEffect, useState } from 'react'
import { notifyFailure } from '../notices/notices-store.ts'
import type { RowSource } from './row-source.ts'

interface Known {
  readonly source: RowSource
  readonly seq: number
  readonly position: number | null
}

/**
 * The position of a frame among the rows of a source: null if it is not among them, or while that is asked.
 * @returns also how to say it where it is known already, for what was clicked need not be asked
 */
export function usePlace(source: RowSource, seq: number | null): readonly [number | null, (seq: number, position: number) => void] {
  const [known, setKnown] = useState<Known | null>(null)
  const isKnown = known !== null && known.source === source && known.seq === seq
  useEffect(() => {
    if (seq === null || isKnown) return
    let isWanted = true
    Promise.resolve(source.placeOf(seq)).then(
      ({ position, isShown }) => isWanted && setKnown({ source, seq, position: isShown ? position : null }),
      notifyFailure,
    )
    return () => {
      isWanted = false
    }
  }, [source, seq, isKnown])
  return [isKnown ? known.position : null, (of, position) => setKnown({ source, seq: of, position })]
}
