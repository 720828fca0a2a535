import { Popover as RadixPopover } from 'radix-ui'
import type { ReactNode } from 'react'
import './popover.css'

/** A small panel under a button, for a few fields. Escape closes it and gives the focus back. */
export function Popover({
  trigger,
  label,
  align = 'end',
  isOpen,
  onOpenChange,
  children,
}: {
  readonly trigger: ReactNode
  readonly label: string
  readonly align?: 'start' | 'end'
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly children: ReactNode
}) {
  return (
    <RadixPopover.Root open={isOpen} onOpenChange={onOpenChange}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content className="popover popover-panel" aria-label={label} align={align} sideOffset={4}>
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}
