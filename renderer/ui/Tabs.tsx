import { Tabs as RadixTabs } from 'radix-ui'
import type { ReactNode } from 'react'
import './tabs.css'

export interface TabItem {
  readonly id: string
  readonly title: ReactNode
  readonly content: ReactNode
}

/** A strip of views over one panel. Arrow keys move between them. Only the shown view is mounted. */
export function Tabs({
  label,
  items,
  value,
  onChange,
  trailing,
}: {
  readonly label: string
  readonly items: readonly TabItem[]
  readonly value: string
  readonly onChange: (id: string) => void
  /** Stands at the right end of the strip. */
  readonly trailing?: ReactNode
}) {
  return (
    <RadixTabs.Root className="tabs" value={value} onValueChange={onChange}>
      <div className="tabs-bar">
        <RadixTabs.List className="tabs-list" aria-label={label}>
          {items.map((item) => (
            <RadixTabs.Trigger key={item.id} className="tabs-tab" value={item.id}>
              {item.title}
            </RadixTabs.Trigger>
          ))}
        </RadixTabs.List>
        {trailing}
      </div>
      {items.map((item) => (
        <RadixTabs.Content key={item.id} className="tabs-content" value={item.id} tabIndex={-1}>
          {item.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  )
}
