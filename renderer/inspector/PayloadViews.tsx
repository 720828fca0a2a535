import { LayoutGrid, Search } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { useText } from '../i18n/i18n.ts'
import { IconButton } from '../ui/Button.tsx'
import { Menu } from '../ui/Menu.tsx'
import { formatShortcut } from '../ui/shortcut.ts'
import { type TabItem, Tabs } from '../ui/Tabs.tsx'
import { FindBar } from './find/FindBar.tsx'
import { openFind, useFindStore } from './find/find-store.ts'
import { FoundProvider, NOTHING_FOUND, useFind } from './find/use-find.ts'
import { chooseView, useInspector } from './inspector-store.ts'
import { PayloadMenu } from './PayloadMenu.tsx'
import { PayloadView } from './PayloadView.tsx'
import type { Payload } from './payload.ts'
import { ChooseViewProvider } from './ViewLimit.tsx'
import { tabsOf, type View, type Viewed, viewFor } from './views.ts'

/** Matches can be shown in these; where another is shown, looking for something goes to the first that there is. */
const FINDABLE: readonly View[] = ['text', 'json', 'source', 'hex']

/** A payload in each way it can be looked at: the ways that fit it as tabs, the others in a menu. */
export function PayloadViews({
  payload,
  viewed,
  special = {},
  trailing = null,
  depth = 0,
}: {
  readonly payload: Payload
  readonly viewed: Viewed
  /** Views that the caller draws: a frame's bits, the body of a close frame. */
  readonly special?: Partial<Record<View, ReactNode>>
  readonly trailing?: ReactNode
  /** How often this was unpacked. */
  readonly depth?: number
}) {
  const text = useText('inspector')
  const root = useRef<HTMLDivElement>(null)
  const shown = viewFor(
    useInspector((state) => state.chosen),
    viewed,
  )
  const tabs = tabsOf(viewed, shown)
  const others = viewed.views.filter((view) => !tabs.includes(view))
  const isFindable = FINDABLE.includes(shown) && special[shown] === undefined
  const isFinding = useFindStore((state) => state.isOpen) && isFindable
  const finding = useFind(payload.source, isFinding)

  const asked = useFindStore((state) => state.asked)
  const heard = useRef(asked)
  useEffect(() => {
    if (heard.current === asked) return
    heard.current = asked
    // What was unpacked has views, and a find bar, of its own.
    if (shown !== 'unpacked' && !isFindable) chooseView(isBytes(payload) ? 'hex' : 'text', viewed)
  }, [asked, shown, isFindable, payload, viewed])

  const items: TabItem[] = tabs.map((view) => ({
    id: view,
    title: text(`view_${view}`),
    content: (
      <div className="payload-view" key={payload.source.key}>
        {isFinding && <FindBar finding={finding} onClosed={() => focusContent(root.current)} />}
        <FoundProvider value={isFinding ? finding.found : NOTHING_FOUND}>
          <ChooseViewProvider value={(other) => chooseView(other, viewed)}>
            <div className="payload-view-body">{special[view] ?? <PayloadView view={view} payload={payload} depth={depth} />}</div>
          </ChooseViewProvider>
        </FoundProvider>
      </div>
    ),
  }))
  return (
    <div ref={root} className="payload-views">
      <Tabs
        label={text(depth === 0 ? 'views' : 'viewsUnpacked')}
        items={items}
        value={shown}
        // The tabs' ids are views.
        onChange={(id) => chooseView(id as View, viewed)}
        trailing={
          <div className="inspector-tools">
            {trailing}
            <IconButton label={text('find')} shortcut={formatShortcut('Mod+F')} icon={<Search size={14} />} onClick={openFind} />
            {others.length > 0 && (
              <Menu
                align="end"
                trigger={<IconButton label={text('moreViews')} icon={<LayoutGrid size={14} />} />}
                items={others.map((view) => ({ kind: 'item', text: text(`view_${view}`), run: () => chooseView(view, viewed) }))}
              />
            )}
            <PayloadMenu payload={payload} />
          </div>
        }
      />
    </div>
  )
}

const isBytes = ({ format }: Payload): boolean => !['text', 'json', 'xml', 'html', 'svg', 'table'].includes(format.kind)

/** Back to what was looked at: the first element of the view that takes the focus. */
function focusContent(root: HTMLElement | null): void {
  root?.querySelector<HTMLElement>('.payload-view-body [tabindex="0"]')?.focus()
}
