import type { ReactNode } from 'react'
import { useConnections } from '../connection/connections-store.ts'
import { useText } from '../i18n/i18n.ts'
import { tabOf, useTabs } from '../tabs/tabs-store.ts'
import { Button } from '../ui/Button.tsx'
import { Popover } from '../ui/Popover.tsx'
import { type ComposerPanel, showPanel, useComposer } from './composer-store.ts'
import { targetsOf } from './sending.ts'

/** A button of the composer under which a control frame is made; it can be opened while there is a connection to send it on. */
export function ControlPopover({
  tabId,
  panel,
  children,
}: {
  readonly tabId: string
  readonly panel: ComposerPanel
  /** @param isOpen whether the connection still is */
  readonly children: (isOpen: boolean) => ReactNode
}) {
  const text = useText('composer')
  const isShown = useComposer((state) => state.panel === panel)
  const tab = useTabs(tabOf(tabId))
  const isOpen = useConnections(({ byId }) => targetsOf(tab, 'current', byId).length > 0)
  return (
    <Popover
      label={text(`${panel}Panel`)}
      isOpen={isShown}
      onOpenChange={(open) => showPanel(open ? panel : null)}
      trigger={
        <Button look="quiet" disabled={!isOpen && !isShown}>
          {text(panel)}
        </Button>
      }
    >
      {children(isOpen)}
    </Popover>
  )
}
