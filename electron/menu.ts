import type { MenuItemConstructorOptions } from 'electron'
import { MENU_GROUPS, type MenuCommand, type MenuGroup } from '#shared/menu.ts'

interface MenuOptions {
  readonly language: 'en' | 'zh'
  readonly isMac: boolean
  /** Called with the id of the chosen command. */
  readonly onCommand: (commandId: string) => void
}

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' }
const EDIT = { en: 'Edit', zh: '编辑' } as const

/** What the system itself does; it names these in its own language. */
const SYSTEM_ITEMS: Partial<Record<MenuGroup['id'], readonly MenuItemConstructorOptions[]>> = {
  file: [{ role: 'quit' }],
  view: [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' }, { role: 'toggleDevTools' }],
  window: [{ role: 'minimize' }],
}

/** The native menu: Sockscope's commands, and the roles without which a system's own shortcuts would not work. */
export function menuTemplate({ language, isMac, onCommand }: MenuOptions): MenuItemConstructorOptions[] {
  const itemOf = (command: MenuCommand | null): MenuItemConstructorOptions =>
    command === null
      ? SEPARATOR
      : {
          id: command.id,
          label: command.label[language],
          ...(command.accelerator === null ? {} : { accelerator: command.accelerator }),
          click: () => onCommand(command.id),
        }
  const groupOf = ({ id, label, items }: MenuGroup): MenuItemConstructorOptions => {
    // macOS has quit in the application's own menu.
    const system = (SYSTEM_ITEMS[id] ?? []).filter(({ role }) => !(isMac && role === 'quit'))
    return { label: label[language], submenu: [...items.map(itemOf), ...(system.length > 0 ? [SEPARATOR, ...system] : [])] }
  }
  const [file, ...others] = MENU_GROUPS
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    groupOf(file),
    { label: EDIT[language], role: 'editMenu' },
    ...others.map(groupOf),
  ]
}
