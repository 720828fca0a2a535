import { Tabs as RadixTabs } from 'radix-ui'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import './tabs.css'

export interface TabItem {
  readonly id: string
  readonly title: ReactNode
  readonly content: ReactNode
}

/** A strip of views over one panel. Arrow keys move between them. Only the shown view is mounted; its tab is scrolled to in a strip that is too narrow. */
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
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const strip = list.current
    const tab = strip?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(value)}"]`)
    if (!strip || !tab) return
    const start = tab.offsetLeft - strip.offsetLeft
    const end = start + tab.offsetWidth
    if (start < strip.scrollLeft) strip.scrollLeft = start
    else if (end > strip.scrollLeft + strip.clientWidth) strip.scrollLeft = end - strip.clientWidth
  }, [value])
  return (
    <RadixTabs.Root className="tabs" value={value} onValueChange={onChange}>
      <div className="tabs-bar">
        <RadixTabs.List ref={list} className="tabs-list" aria-label={label}>
          {items.map((item) => (
            <RadixTabs.Trigger key={item.id} className="tabs-tab" value={item.id} data-tab={item.id}>
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
