import { Fragment, type ReactNode } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { layoutOf, rememberLayout, useSettings } from '../settings/settings-store.ts'
import './split.css'

export interface SplitPanel {
  readonly id: string
  readonly content: ReactNode
  /** In percent of the group. */
  readonly defaultSize: number
  /** In pixels. */
  readonly minSize?: number
  /** Takes it out of sight without unmounting it or its neighbours, and without forgetting its size. */
  readonly isHidden?: boolean
}

/** Panels side by side (or stacked) whose sizes a person drags, or sets with arrow keys on the separator; remembered under `name`. */
export function Split({
  name,
  direction,
  panels,
}: {
  readonly name: string
  readonly direction: 'horizontal' | 'vertical'
  readonly panels: readonly SplitPanel[]
}) {
  const remembered = useSettings(layoutOf(name))
  const sizes = remembered?.length === panels.length ? remembered : panels.map((panel) => panel.defaultSize)
  return (
    <Group
      // A group keeps the layout it was mounted with; another set of panels is another group.
      key={panels.map((panel) => panel.id).join(' ')}
      className="split"
      orientation={direction}
      defaultLayout={Object.fromEntries(panels.map((panel, index) => [panel.id, sizes[index] ?? panel.defaultSize]))}
      onLayoutChanged={(layout) =>
        rememberLayout(
          name,
          panels.map((panel) => layout[panel.id] ?? panel.defaultSize),
        )
      }
    >
      {panels.map((panel, index) => (
        <Fragment key={panel.id}>
          {index > 0 && <Separator className="split-separator" hidden={Boolean(panels[index - 1]?.isHidden || panel.isHidden)} />}
          <Panel id={panel.id} minSize={panel.minSize ?? 80} className="split-panel" hidden={panel.isHidden ?? false}>
            {panel.content}
          </Panel>
        </Fragment>
      ))}
    </Group>
  )
}
