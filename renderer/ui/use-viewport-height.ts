import { type RefObject, useLayoutEffect, useState } from 'react'

/** The inner height of an element in pixels, as it is and as it becomes; 0 before the first layout. */
export function useViewportHeight(viewport: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(0)
  useLayoutEffect(() => {
    const element = viewport.current
    if (!element) return
    const observer = new ResizeObserver(() => setHeight(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [viewport])
  return height
}
