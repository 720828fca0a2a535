import type { LibraryNode } from '#shared/model/library.ts'
import { openCopyOfSaved } from '../copy-as/copying.ts'
import type { MenuItem } from '../ui/Menu.tsx'
import { formatShortcut } from '../ui/shortcut.ts'
import { addFolder, addSpec, duplicate, openNode, remove } from './library-actions.ts'
import { setMoving, setRenaming } from './library-store.ts'

const LINE: MenuItem = { kind: 'line' }

/** What can be done with a row: the same under its button, its right click and its keys. */
export function nodeMenu(node: LibraryNode, text: (key: string) => string): readonly MenuItem[] {
  const item = (key: string, run: () => void, shortcut = ''): MenuItem => ({ kind: 'item', text: text(key), shortcut, run })
  const { path } = node
  const first =
    node.kind === 'folder'
      ? [item('newHere', () => void addSpec(path)), item('newFolderHere', () => void addFolder(path)), LINE]
      : [
          item('open', () => openNode(node), formatShortcut('Enter')),
          ...(node.kind === 'spec' ? [item('copyAs', () => void openCopyOfSaved(path))] : []),
          LINE,
        ]
  return [
    ...first,
    item('rename', () => setRenaming(path), 'F2'),
    item('duplicate', () => void duplicate(path), formatShortcut('Mod+D')),
    item('moveTo', () => setMoving(path)),
    LINE,
    { kind: 'item', text: text('delete'), shortcut: formatShortcut('Delete'), isDangerous: true, run: () => void remove(path) },
  ]
}
