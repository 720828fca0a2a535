/** What crosses between a page's preload and the main process beside the window's port. Every one is checked for its sender. */
export const CHANNEL = {
  /** Page to main: the window is ready for its port. Also the message between page and preload (renderer/host/electron.ts). */
  ready: 'sockscope:ready',
  /** Main to page: the port. */
  port: 'sockscope:port',
  /** Main to page: a command chosen in the menu, by its id. */
  menuCommand: 'sockscope:menu-command',
  openFile: 'sockscope:open-file',
  choosePath: 'sockscope:choose-path',
  saveFile: 'sockscope:save-file',
  saveExport: 'sockscope:save-export',
} as const
