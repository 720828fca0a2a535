import { useState } from 'react'
import type { LibraryPath } from '#shared/model/ids.ts'
import { useText } from '../i18n/i18n.ts'
import { nameAt } from '../tabs/open-tabs.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { type PickItem, PickList } from '../ui/PickList.tsx'
import { search } from '../ui/search.ts'
import { oneLine } from '../ui/wire-text.ts'
import { move } from './library-actions.ts'
import { ROOT, setMoving, useLibrary } from './library-store.ts'
import { allFolders, folderOf, isWithin } from './library-tree.ts'

const MAX_FOLDERS = 200

/** Chooses another folder by keyboard, as dragging does by pointer. */
export function MoveDialog() {
  const text = useText('library')
  const moving = useLibrary((state) => state.moving)
  return (
    <Dialog
      title={text('moveTitle', { name: oneLine(nameAt(moving ?? ROOT)) })}
      isTitleShown
      isOpen={moving !== null}
      onClose={() => setMoving(null)}
    >
      {moving !== null && <Folders path={moving} />}
    </Dialog>
  )
}

function Folders({ path }: { readonly path: LibraryPath }) {
  const text = useText('library')
  const nodes = useLibrary((state) => state.nodes)
  const [query, setQuery] = useState('')
  const nameOf = (folder: LibraryPath): string => (folder === ROOT ? text('workspace') : oneLine(folder.replaceAll('/', ' / ')))
  const folders = [ROOT, ...allFolders(nodes ?? [])].filter((folder) => folder !== folderOf(path) && !isWithin(folder, path))
  return (
    <PickList
      label={text('findFolder')}
      query={query}
      onQuery={setQuery}
      empty={text('noFolder')}
      groups={[
        {
          heading: text('folders'),
          items: search(folders, query, nameOf, MAX_FOLDERS).map(
            (folder): PickItem => ({ id: `to:${folder}`, text: nameOf(folder), run: () => void move(path, folder) }),
          ),
        },
      ]}
    />
  )
}
