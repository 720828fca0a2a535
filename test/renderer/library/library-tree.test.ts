import { describe, expect, it } from 'vitest'
import { allFolders, allSpecs, filterNodes, folderOf, isWithin, rebased, visibleRows } from '#renderer/library/library-tree.ts'
import { findTyped } from '#renderer/library/tree-keys.ts'
import type { LibraryPath } from '#shared/model/ids.ts'
import type { LibraryNode } from '#shared/model/library.ts'

const at = (path: string): LibraryPath => path as LibraryPath
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const spec = (path: string, url = ''): LibraryNode => ({ kind: 'spec', path: at(path), name: nameOf(path), url })
const folder = (path: string, ...children: LibraryNode[]): LibraryNode => ({ kind: 'folder', path: at(path), name: nameOf(path), children })

const TREE: readonly LibraryNode[] = [
  folder('Chat', folder('Chat/Rooms', spec('Chat/Rooms/Lobby', 'wss://chat.example.org/lobby')), spec('Chat/Login')),
  folder('Prices'),
  spec('Echo', 'wss://echo.example.org'),
]
const pathsOf = (rows: ReturnType<typeof visibleRows>): string[] => rows.map(({ node }) => node.path)

describe('the rows that can be seen', () => {
  it('are the top ones where nothing is opened', () => {
    expect(pathsOf(visibleRows(TREE, new Set()))).toEqual(['Chat', 'Prices', 'Echo'])
  })

  it('go as deep as folders are opened, and say where each stands', () => {
    const rows = visibleRows(TREE, new Set([at('Chat'), at('Chat/Rooms')]))
    expect(pathsOf(rows)).toEqual(['Chat', 'Chat/Rooms', 'Chat/Rooms/Lobby', 'Chat/Login', 'Prices', 'Echo'])
    expect(rows[2]).toMatchObject({ level: 3, position: 1, siblings: 1, isExpanded: null })
    expect(rows[3]).toMatchObject({ level: 2, position: 2, siblings: 2 })
    expect(rows[4]).toMatchObject({ level: 1, isExpanded: false })
  })

  it('stay hidden in a closed folder, whatever is open below', () => {
    expect(pathsOf(visibleRows(TREE, new Set([at('Chat/Rooms')])))).toEqual(['Chat', 'Prices', 'Echo'])
  })
})

describe('the filter', () => {
  const found = (filter: string): string[] => {
    const nodes = filterNodes(TREE, filter)
    return pathsOf(visibleRows(nodes, new Set(allFolders(nodes))))
  }

  it('finds by name, in any case, and keeps the folders above', () => {
    expect(found('LOBBY')).toEqual(['Chat', 'Chat/Rooms', 'Chat/Rooms/Lobby'])
  })

  it('finds by URL', () => {
    expect(found('echo.example')).toEqual(['Echo'])
  })

  it('wants every word', () => {
    expect(found('lobby chat.example')).toEqual(['Chat', 'Chat/Rooms', 'Chat/Rooms/Lobby'])
    expect(found('lobby echo')).toEqual([])
  })

  it('keeps a folder that matches with all that is in it', () => {
    expect(found('rooms')).toEqual(['Chat', 'Chat/Rooms', 'Chat/Rooms/Lobby'])
  })

  it('changes nothing where it is empty', () => {
    expect(filterNodes(TREE, '  ')).toBe(TREE)
  })
})

describe('paths', () => {
  it('know their folder; that of the top is the workspace', () => {
    expect(folderOf(at('Chat/Rooms/Lobby'))).toBe('Chat/Rooms')
    expect(folderOf(at('Echo'))).toBe('')
  })

  it('are within themselves and their folders, not within a namesake', () => {
    expect(isWithin(at('Chat'), at('Chat'))).toBe(true)
    expect(isWithin(at('Chat/Login'), at('Chat'))).toBe(true)
    expect(isWithin(at('Chat 2/Login'), at('Chat'))).toBe(false)
  })

  it('go where their folder went', () => {
    expect(rebased(at('Chat/Rooms/Lobby'), at('Chat'), at('Old/Talk'))).toBe('Old/Talk/Rooms/Lobby')
    expect(rebased(at('Chatter'), at('Chat'), at('Talk'))).toBe('Chatter')
  })

  it('of specs and folders are found at any depth', () => {
    expect(allSpecs(TREE).map(({ path }) => path)).toEqual(['Chat/Rooms/Lobby', 'Chat/Login', 'Echo'])
    expect(allFolders(TREE)).toEqual(['Chat', 'Chat/Rooms', 'Prices'])
  })
})

describe('typing a name', () => {
  const rows = visibleRows([spec('alpha'), spec('beta'), spec('Alps'), spec('gamma')], new Set())

  it('goes to the next row that begins with the letter, round and round', () => {
    expect(findTyped(rows, 0, 'a')).toBe('Alps')
    expect(findTyped(rows, 2, 'a')).toBe('alpha')
  })

  it('stays on the row while more of its name is typed', () => {
    expect(findTyped(rows, 2, 'al')).toBe('Alps')
    expect(findTyped(rows, 2, 'alph')).toBe('alpha')
  })

  it('stays where nothing begins so', () => {
    expect(findTyped(rows, 0, 'z')).toBeNull()
  })
})
