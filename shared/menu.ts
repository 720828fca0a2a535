/**
 * The commands of the native menu, by the ids the window's own commands carry (renderer commands.ts).
 * The menu only names them and hands the chosen id to the window, which alone knows whether it can run.
 */
export interface MenuCommand {
  readonly id: string
  readonly label: { readonly en: string; readonly zh: string }
  /** In Electron's notation; null for none. */
  readonly accelerator: string | null
}

/** A group of the menu bar; null stands for a separator. */
export interface MenuGroup {
  readonly id: 'file' | 'connection' | 'view' | 'window' | 'help'
  readonly label: { readonly en: string; readonly zh: string }
  readonly items: readonly (MenuCommand | null)[]
}

export const MENU_GROUPS = [
  {
    id: 'file',
    label: { en: 'File', zh: '文件' },
    items: [
      { id: 'file.newConnection', label: { en: 'New connection', zh: '新建连接' }, accelerator: 'CmdOrCtrl+N' },
      { id: 'file.openCapture', label: { en: 'Open a capture file…', zh: '打开捕获文件…' }, accelerator: 'CmdOrCtrl+O' },
      { id: 'file.save', label: { en: 'Save', zh: '保存' }, accelerator: 'CmdOrCtrl+S' },
      null,
      { id: 'capture.export', label: { en: 'Export capture…', zh: '导出捕获…' }, accelerator: 'CmdOrCtrl+Shift+E' },
      { id: 'library.import', label: { en: 'Import a collection…', zh: '导入集合…' }, accelerator: null },
      { id: 'capture.import', label: { en: 'Import captures from files…', zh: '从文件导入捕获…' }, accelerator: null },
    ],
  },
  {
    id: 'connection',
    label: { en: 'Connection', zh: '连接' },
    items: [
      { id: 'connection.toggle', label: { en: 'Connect or disconnect', zh: '连接或断开' }, accelerator: 'Alt+Enter' },
      null,
      { id: 'message.send', label: { en: 'Send message', zh: '发送消息' }, accelerator: 'CmdOrCtrl+Enter' },
      { id: 'message.ping', label: { en: 'Send ping', zh: '发送 Ping' }, accelerator: null },
    ],
  },
  {
    id: 'view',
    label: { en: 'View', zh: '视图' },
    items: [
      { id: 'view.palette', label: { en: 'Command palette', zh: '命令面板' }, accelerator: 'CmdOrCtrl+K' },
      null,
      { id: 'view.library', label: { en: 'Library', zh: '资料库' }, accelerator: 'CmdOrCtrl+B' },
      { id: 'view.follow', label: { en: 'Follow new frames', zh: '跟随新帧' }, accelerator: null },
      { id: 'list.halt', label: { en: 'Pause or resume the view', zh: '暂停或继续视图' }, accelerator: null },
      { id: 'list.clear', label: { en: 'Clear the view', zh: '清空视图' }, accelerator: null },
      { id: 'list.goTo', label: { en: 'Go to a frame or a time…', zh: '前往某一帧或某一时刻…' }, accelerator: 'CmdOrCtrl+G' },
      { id: 'view.theme', label: { en: 'Next theme', zh: '切换主题' }, accelerator: null },
    ],
  },
  {
    id: 'window',
    label: { en: 'Window', zh: '窗口' },
    items: [
      { id: 'window.nextTab', label: { en: 'Next tab', zh: '下一个标签页' }, accelerator: 'Ctrl+Tab' },
      { id: 'window.previousTab', label: { en: 'Previous tab', zh: '上一个标签页' }, accelerator: 'Ctrl+Shift+Tab' },
      null,
      { id: 'window.closeTab', label: { en: 'Close tab', zh: '关闭标签页' }, accelerator: 'CmdOrCtrl+W' },
    ],
  },
  {
    id: 'help',
    label: { en: 'Help', zh: '帮助' },
    items: [{ id: 'help.demo', label: { en: 'Start the demo server', zh: '启动演示服务器' }, accelerator: null }],
  },
] as const satisfies readonly MenuGroup[]
