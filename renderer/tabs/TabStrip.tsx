import { Plus, X } from 'lucide-react'
import { type KeyboardEvent, type MouseEvent, useEffect, useRef } from 'react'
import { connectionOf, useConnections } from '../connection/connections-store.ts'
import { useText } from '../i18n/i18n.ts'
import { IconButton } from '../ui/Button.tsx'
import { oneLine } from '../ui/wire-text.ts'
import { panelElementId, tabElementId } from './element-ids.ts'
import { closeTab, openNewTab } from './open-tabs.ts'
import { SaveControl } from './SaveControl.tsx'
import './tab-strip.css'
import { titleOf } from './tab-names.ts'
import { activateTab, activeTab, isDirty, type Tab, useTabs } from './tabs-store.ts'

/** The open tabs in a row that scrolls; at its end a new one, and the save control of the shown one. */
export function TabStrip() {
  const text = useText('tabs')
  const tabs = useTabs((state) => state.tabs)
  const activeId = useTabs((state) => state.activeId)
  const isReadOnly = useTabs((state) => activeTab(state)?.isReadOnly ?? false)
  return (
    <div className="tab-strip">
      <div
        className="tab-strip-list"
        role="tablist"
        aria-label={text('tablist')}
        onWheel={(event) => {
          event.currentTarget.scrollLeft += event.deltaY
        }}
      >
        {tabs.map((tab) => (
          <TabHandle key={tab.id} tab={tab} isActive={tab.id === activeId} />
        ))}
      </div>
      <IconButton label={text('newConnection')} icon={<Plus size={15} />} onClick={() => openNewTab()} />
      <span className="tab-strip-space" />
      {activeId && !isReadOnly && <SaveControl key={activeId} tabId={activeId} />}
    </div>
  )
}

function TabHandle({ tab, isActive }: { readonly tab: Tab; readonly isActive: boolean }) {
  const text = useText('tabs')
  const element = useRef<HTMLDivElement>(null)
  const title = oneLine(titleOf(tab)) || text('newConnection')
  const dirty = isDirty(tab)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer title needs more room, so it is brought into view again.
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isActive, title])

  function closeByMiddleButton(event: MouseEvent): void {
    if (event.button === 1) closeTab(tab.id)
  }

  return (
    <div ref={element} role="presentation" className={`tab-handle ${isActive ? 'is-active' : ''}`} onAuxClick={closeByMiddleButton}>
      <button
        type="button"
        role="tab"
        id={tabElementId(tab.id)}
        className="tab-handle-tab"
        aria-selected={isActive}
        aria-controls={panelElementId(tab.id)}
        tabIndex={isActive ? 0 : -1}
        title={title}
        onClick={() => activateTab(tab.id)}
        onKeyDown={(event) => moveByKey(event, tab.id)}
      >
        <StateDot tab={tab} />
        <span className="tab-handle-title">{title}</span>
        {dirty && (
          <span className="tab-handle-dirty">
            <span className="visually-hidden">{text('unsaved')}</span>
          </span>
        )}
      </button>
      <button
        type="button"
        className="tab-handle-close"
        tabIndex={-1}
        aria-label={text('close', { name: title })}
        title={text('closeTab')}
        onClick={() => closeTab(tab.id)}
      >
        <X size={13} />
      </button>
    </div>
  )
}

/** How the tab's current connection stands; nothing where there is none. */
function StateDot({ tab }: { readonly tab: Tab }) {
  const text = useText('tabs')
  const state = useConnections((connections) => connectionOf(tab.current)(connections)?.state ?? null)
  const isFailed = useConnections((connections) => Boolean(connectionOf(tab.current)(connections)?.failure))
  if (!state) return null
  const said = text(`state_${isFailed ? 'failed' : state}`)
  return (
    <span className={`tab-handle-state tab-handle-state-${state} ${isFailed ? 'is-failed' : ''}`} title={said}>
      <span className="visually-hidden">{said}</span>
    </span>
  )
}

/** Arrows, Home and End move between tabs and show them; Delete closes (WAI-ARIA's tabs pattern). */
function moveByKey(event: KeyboardEvent, id: string): void {
  const { tabs } = useTabs.getState()
  const index = tabs.findIndex((tab) => tab.id === id)
  const last = tabs.length - 1
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: index === 0 ? last : index - 1,
    ArrowRight: index === last ? 0 : index + 1,
    Home: 0,
    End: last,
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const target = targets[event.key]
  if (target === undefined && event.key !== 'Delete') return
  event.preventDefault()
  if (event.key === 'Delete') closeTab(id)
  const next = target === undefined ? useTabs.getState().activeId : tabs[target]?.id
  if (!next) return
  activateTab(next)
  // The handle exists already; only its tabindex is still to change.
  document.getElementById(tabElementId(next))?.focus()
}
