import { Dialog as RadixDialog } from 'radix-ui'
import type { ReactNode } from 'react'
import './dialog.css'

/** A panel over the window that takes the focus and gives it back. Escape and a click beside it close it. */
export function Dialog({
  title,
  isTitleShown = false,
  isWide = false,
  isOpen,
  onClose,
  children,
}: {
  readonly title: string
  /** Otherwise it is only said. */
  readonly isTitleShown?: boolean
  /** For a table. */
  readonly isWide?: boolean
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="dialog-overlay" />
        <RadixDialog.Content className={`dialog popover ${isWide ? 'is-wide' : ''}`} aria-describedby={undefined}>
          <RadixDialog.Title className={isTitleShown ? 'dialog-title' : 'visually-hidden'}>{title}</RadixDialog.Title>
          {children}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}
