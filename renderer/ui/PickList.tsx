import { Command } from 'cmdk'
import type { ReactNode } from 'react'
import './pick-list.css'

export interface PickItem {
  readonly id: string
  readonly text: string
  /** Beside it, quieter. */
  readonly detail?: string
  readonly shortcut?: string
  readonly isDisabled?: boolean
  readonly run: () => void
}

export interface PickGroup {
  readonly heading: string
  readonly items: readonly PickItem[]
}

/** A field over a list: what is typed narrows the list (the caller does that), arrows choose, Enter runs. */
export function PickList({
  label,
  query,
  onQuery,
  groups,
  empty,
}: {
  readonly label: string
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly groups: readonly PickGroup[]
  readonly empty: ReactNode
}) {
  return (
    <Command className="pick-list" label={label} shouldFilter={false} loop vimBindings={false}>
      <Command.Input className="pick-list-field" placeholder={label} value={query} onValueChange={onQuery} />
      <Command.List className="pick-list-items">
        <Command.Empty className="pick-list-empty">{empty}</Command.Empty>
        {groups
          .filter(({ items }) => items.length > 0)
          .map(({ heading, items }) => (
            <Command.Group key={heading} heading={heading} className="pick-list-group">
              {items.map((item) => (
                <Command.Item
                  key={item.id}
                  value={item.id}
                  className="pick-list-item"
                  disabled={item.isDisabled ?? false}
                  onSelect={item.run}
                >
                  <span className="pick-list-text">{item.text}</span>
                  {item.detail && <span className="pick-list-detail">{item.detail}</span>}
                  {item.shortcut && <kbd className="kbd">{item.shortcut}</kbd>}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
      </Command.List>
    </Command>
  )
}
