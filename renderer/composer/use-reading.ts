import { useDeferredValue, useMemo } from 'react'
import { useText } from '../i18n/i18n.ts'
import { oneLine } from '../ui/wire-text.ts'
import { positionOf } from './text-position.ts'
import { readWritten, type Written, type WrittenReading } from './written.ts'
import type { WrittenFault } from './written-fault.ts'

/** Reads what is written as it changes. Long texts are read when the keys have been answered. */
export function useReading(written: Written): { readonly reading: WrittenReading; readonly faultText: string } {
  const deferred = useDeferredValue(written)
  const reading = useMemo(() => readWritten(deferred), [deferred])
  const text = useText('composer')
  return { reading, faultText: reading.fault ? textOfFault(text, deferred.body, reading.fault) : '' }
}

/** Where and what, as a sentence. */
export function textOfFault(text: ReturnType<typeof useText>, body: string, { reason, offset, found }: WrittenFault): string {
  const what = text(reason, { found: found === '' ? text('foundEnd') : `“${oneLine(found)}”` })
  return text('faultPlace', { ...positionOf(body, offset), what })
}
