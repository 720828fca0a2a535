import type { ComponentProps, ReactNode } from 'react'
import { TextField } from '../ui/TextField.tsx'

/** A text field with its name before it and, if need be, a button or a note behind it. */
export function TextLine({ children, ...field }: Omit<ComponentProps<typeof TextField>, 'children'> & { readonly children?: ReactNode }) {
  return (
    <div className="request-wide-line">
      <span>{field.label}</span>
      <TextField isWire {...field} />
      {children}
    </div>
  )
}
