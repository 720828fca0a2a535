import { DropdownMenu, ContextMenu as RadixContextMenu } from 'radix-ui'
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
  keepFocus = false,
}: {
  readonly trigger: ReactNode
  readonly items: readonly MenuItem[]
  readonly align?: 'start' | 'end'
  /** On closing the focus stays where the chosen item put it, instead of going back to the trigger. */
  readonly keepFocus?: boolean
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="popover menu"
          align={align}
          sideOffset={4}
          onCloseAutoFocus={(event) => keepFocus && event.preventDefault()}
        >
          <Items items={items} parts={DropdownMenu} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** The same where the right button, or the keyboard's menu key, was pressed. `children` is one element that takes a ref. */
export function ContextMenu({ items, children }: { readonly items: readonly MenuItem[]; readonly children: ReactNode }) {
  return (
    <RadixContextMenu.Root modal={false}>
      <RadixContextMenu.Trigger asChild>{children}</RadixContextMenu.Trigger>
      <RadixContextMenu.Portal>
        <RadixContextMenu.Content className="popover menu" onCloseAutoFocus={(event) => event.preventDefault()}>
          <Items items={items} parts={RadixContextMenu} />
        </RadixContextMenu.Content>
      </RadixContextMenu.Portal>
    </RadixContextMenu.Root>
  )
}

type Parts = Pick<typeof DropdownMenu, 'Item' | 'Separator'> | Pick<typeof RadixContextMenu, 'Item' | 'Separator'>

function Items({ items, parts: { Item, Separator } }: { readonly items: readonly MenuItem[]; readonly parts: Parts }) {
  return items.map((item, index) =>
    item.kind === 'line' ? (
      <Separator key={index} className="menu-line" />
    ) : (
      <Item
        key={item.text}
        className={`menu-item ${item.isDangerous ? 'menu-item-danger' : ''}`}
        disabled={item.isDisabled ?? false}
        onSelect={item.run}
      >
        {item.text}
        {item.shortcut && <kbd className="kbd">{item.shortcut}</kbd>}
      </Item>
    ),
  )
}
