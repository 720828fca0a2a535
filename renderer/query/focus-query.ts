import type { ConnectionId } from '#shared/model/ids.ts'

export const queryFieldId = (id: ConnectionId): string => `query-${id}`

export function focusQuery(id: ConnectionId): void {
  const field = document.getElementById(queryFieldId(id))
  if (field instanceof HTMLInputElement) field.select()
  field?.focus()
}
