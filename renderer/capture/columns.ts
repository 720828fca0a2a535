import { LIST_COLUMNS, type ListColumn, type ListSettings, TIME_FORMS } from '#shared/model/settings.ts'
import { changeSettings, useSettings } from '../settings/settings-store.ts'

export { LIST_COLUMNS, type ListColumn, TIME_FORMS }

export const listOf = ({ list }: { readonly list: ListSettings }): ListSettings => list

/** The payload is always there: without it a row says nothing. */
export const canHide = (column: ListColumn): boolean => column !== 'preview'

export const shownColumns = ({ hidden }: ListSettings): readonly ListColumn[] => LIST_COLUMNS.filter((column) => !hidden.includes(column))

export function toggleColumn(column: ListColumn): void {
  const { list } = useSettings.getState()
  const hidden = list.hidden.includes(column) ? list.hidden.filter((each) => each !== column) : [...list.hidden, column]
  changeSettings({ list: { ...list, hidden } })
}

export function showTimeAs(time: ListSettings['time']): void {
  const { list } = useSettings.getState()
  changeSettings({ list: { time, hidden: list.hidden.filter((column) => column !== 'time') } })
}
