import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import './popover.css'

export type MenuItem =
  | {
      readonly kind: 'item'
      readonly text: string
      readonly shortcut?: string
      readonly isDangerous?: boolean
      readonly isDisabled?: boolean
      readonly run: () => void
    }
  | { readonly kind: 'line' }

/** A menu under a button (`trigger` is one element that takes a ref). */
export function Menu({
  trigger,
  items,
  align = 'start',
}: {
  readonly trigger: ReactNode
  readonly items: readonly MenuItem[]
  readonly align?: 'start' | 'end'
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="popover menu" align={align} sideOffset={4}>
          {items.map((item, index) =>
            item.kind === 'line' ? (
              <DropdownMenu.Separator key={index} className="menu-line" />
            ) : (
              <DropdownMenu.Item
                key={item.text}
                className={`menu-item ${item.isDangerous ? 'menu-item-danger' : ''}`}
                disabled={item.isDisabled ?? false}
                onSelect={item.run}
              >
                {item.text}
                {item.shortcut && <kbd className="kbd">{item.shortcut}</kbd>}
              </DropdownMenu.Item>
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
