import { type RefObject, useEffect, useRef } from 'react'
import { notifyFailure } from '../notices/notices-store.ts'
import type { VirtualGridHandle } from '../ui/VirtualGrid.tsx'
import type { RowSource } from './row-source.ts'

/** With nothing selected, the frame that stood at the top stays in view when the list shows other rows than before. */
export function useKeptPlace(
  source: RowSource,
  grid: RefObject<VirtualGridHandle | null>,
  topSeq: number | null,
  isSelected: boolean,
): void {
  const before = useRef({ topSeq, isSelected })
  useEffect(() => {
    const { topSeq: seq, isSelected: isHeld } = before.current
    let isWanted = seq !== null && !isHeld
    if (seq !== null && isWanted) {
      Promise.resolve(source.placeOf(seq)).then(({ position }) => isWanted && grid.current?.reveal(position), notifyFailure)
    }
    return () => {
      isWanted = false
    }
  }, [source, grid])
  // Behind the effect above: it wants what was seen before.
  useEffect(() => {
    before.current = { topSeq: topSeq ?? before.current.topSeq, isSelected }
  })
}
