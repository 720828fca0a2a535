import { FileDown, FilePlus2, FolderPlus } from 'lucide-react'
import type { DragEvent } from 'react'
import { runCommand } from '../commands/registry.ts'
import { useText } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { startDemo } from '../status/app-info.ts'
import { openNewTab } from '../tabs/open-tabs.ts'
import { useTabs } from '../tabs/tabs-store.ts'
import { Button, IconButton } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { FailureNote } from '../ui/FailureNote.tsx'
import { TextField } from '../ui/TextField.tsx'
import { draggedPath, isRowDragged } from './dragging.ts'
import { LibraryTree } from './LibraryTree.tsx'
import './library-panel.css'
import { addFolder, addSpec, currentFolder, move } from './library-actions.ts'
import { ROOT, setFilter, useLibrary } from './library-store.ts'

/** The workspace's files: find, open, order. */
export function LibraryPanel() {
  const text = useText('library')
  const nodes = useLibrary((state) => state.nodes)
  const failure = useLibrary((state) => state.failure)
  const filter = useLibrary((state) => state.filter)
  return (
    <section className="library-panel" aria-label={text('panel')}>
      <div className="library-bar">
        <TextField
          label={text('filter')}
          placeholder={text('filter')}
          className="library-filter"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
        />
        <IconButton label={text('import')} icon={<FileDown size={15} />} onClick={() => runCommand('library.import')} />
        <IconButton label={text('newSaved')} icon={<FilePlus2 size={15} />} onClick={() => void addSpec(currentFolder())} />
        <IconButton label={text('newFolder')} icon={<FolderPlus size={15} />} onClick={() => void addFolder(currentFolder())} />
      </div>
      {failure && <FailureNote failure={failure} />}
      {/* What is dropped beside the rows goes to the top of the workspace. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: "Move to" is the keyboard's way to do what dropping does. */}
      <div className="library-space" onDragOver={(event) => isRowDragged(event) && event.preventDefault()} onDrop={dropAtTop}>
        {nodes?.length === 0 ? <EmptyLibrary /> : <LibraryTree />}
      </div>
    </section>
  )
}

function dropAtTop(event: DragEvent): void {
  const path = draggedPath(event)
  if (path !== null) void move(path, ROOT)
}

function EmptyLibrary() {
  const text = useText('library')
  // Without a tab the welcome offers it already.
  const isOffered = useTabs((state) => state.tabs.length > 0)
  return (
    <EmptyState
      title={text('emptyTitle')}
      actions={
        <>
          {isOffered && (
            <Button onClick={() => void startDemo().then(({ url }) => openNewTab(`${url}/echo`), notifyFailure)}>
              {text('startDemo')}
            </Button>
          )}
          <Button onClick={() => runCommand('library.import')}>{text('import')}</Button>
        </>
      }
    >
      {text('emptyText')}
    </EmptyState>
  )
}
