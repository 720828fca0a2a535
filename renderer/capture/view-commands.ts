import type { Command } from '../commands/command.ts'
import { textOf } from '../i18n/i18n.ts'
import { changeSettings, useSettings } from '../settings/settings-store.ts'
import { TIME_FORMS } from './columns.ts'
import { shownConnection, whenShown } from './current-connection.ts'
import { isFollowingOf, setFollowing, useFollow } from './follow-store.ts'
import { showRowField } from './row-field-store.ts'
import { select } from './selection-store.ts'
import { clearView, pause, resume, showAll, useView, viewOf } from './view-store.ts'

const title = (key: string) => () => textOf('capture', key)
const isShown = (): boolean => shownConnection() !== undefined
const framesOf = ({ counters }: NonNullable<ReturnType<typeof shownConnection>>): number => counters.framesIn + counters.framesOut

export const viewCommands = (): readonly Command[] => [
  {
    id: 'view.follow',
    title: title('follow'),
    shortcut: 'Alt+End',
    isEnabled: () => {
      const id = shownConnection()?.id
      return id !== undefined && !isFollowingOf(id)(useFollow.getState())
    },
    run: whenShown(({ id }) => setFollowing(id, true)),
  },
  {
    id: 'view.handshake',
    title: title('showHandshake'),
    shortcut: 'Alt+H',
    isEnabled: isShown,
    run: whenShown(({ id }) => select(id, { kind: 'handshake' })),
  },
  {
    id: 'list.goTo',
    title: title('goToCommand'),
    shortcut: 'Mod+G',
    isEnabled: isShown,
    run: whenShown(({ id }) => showRowField(id, { kind: 'goTo' })),
  },
  {
    id: 'list.halt',
    title: title('haltCommand'),
    shortcut: 'Alt+P',
    isEnabled: isShown,
    run: whenShown((connection) => {
      const { until } = viewOf(connection.id)(useView.getState())
      if (until === null) pause(connection.id, framesOf(connection))
      else resume(connection.id)
    }),
  },
  {
    id: 'list.clear',
    title: title('clearList'),
    shortcut: 'Alt+C',
    isEnabled: isShown,
    run: whenShown((connection) => clearView(connection.id, framesOf(connection))),
  },
  {
    id: 'list.showAll',
    title: title('showAllCommand'),
    shortcut: null,
    isEnabled: () => {
      const id = shownConnection()?.id
      return id !== undefined && viewOf(id)(useView.getState()).from > 0
    },
    run: whenShown(({ id }) => showAll(id)),
  },
  {
    id: 'list.time',
    title: title('nextTimeForm'),
    shortcut: null,
    isEnabled: () => true,
    run: () => {
      const { list } = useSettings.getState()
      const next = TIME_FORMS[(TIME_FORMS.indexOf(list.time) + 1) % TIME_FORMS.length] ?? 'relative'
      changeSettings({ list: { ...list, time: next } })
    },
  },
]
