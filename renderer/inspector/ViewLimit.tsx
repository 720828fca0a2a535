import { createContext, type ReactNode, useContext } from 'react'
import { useText } from '../i18n/i18n.ts'
import { Button } from '../ui/Button.tsx'
import type { View } from './views.ts'

const ChooseContext = createContext<(view: View) => void>(() => undefined)
/** Gives the views below it the way to another view of the same payload. */
export const ChooseViewProvider = ChooseContext.Provider

/** Says why a view does not show a payload, and leads to one that does. */
export function ViewLimit({ view, children }: { readonly view: 'text' | 'hex'; readonly children: ReactNode }) {
  const text = useText('inspector')
  const choose = useContext(ChooseContext)
  return (
    <div className="inspector-note">
      <p>{children}</p>
      <p className="inspector-note-actions">
        <Button onClick={() => choose(view)}>{text(`instead_${view}`)}</Button>
      </p>
    </div>
  )
}
