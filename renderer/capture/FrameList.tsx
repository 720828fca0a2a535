import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { useText } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { filterOf, highlightOf, useQueries } from '../query/query-store.ts'
import { useSettings } from '../settings/settings-store.ts'
import { VirtualGrid, type VirtualGridHandle } from '../ui/VirtualGrid.tsx'
import { listOf, shownColumns } from './columns.ts'
import { FrameCells } from './FrameCells.tsx'
import { frameListId } from './focus-frames.ts'
import { isFollowingOf, setFollowing, useFollow } from './follow-store.ts'
import { frameTime } from './frame-time.ts'
import { HaltedStrip, HiddenStrip } from './HiddenStrip.tsx'
import { loadNotes, notesOf, useNotes } from './notes-store.ts'
import { RowField } from './RowField.tsx'
import { RowMenu } from './RowMenu.tsx'
import { SelectionStrip } from './SelectionStrip.tsx'
import { type Choosing, chooseAll, chooseFrame, chooseOne, chosenOf, selectionOf, useSelection } from './selection-store.ts'
import { holds } from './seq-ranges.ts'
import { useKeptPlace } from './use-kept-place.ts'
import { useMarks } from './use-marks.ts'
import { usePlace } from './use-place.ts'
import { useShownRows } from './use-shown-rows.ts'

const ROW_HEIGHT = 24

/** The frames of one connection, live: all of them, or those that fit a query. Knows following and selection; nothing of sockets or payloads. */
export function FrameList({ connection, onOpen }: { readonly connection: ConnectionSummary; readonly onOpen: () => void }) {
  const text = useText('capture')
  const { id, capture } = connection
  const filter = useQueries(filterOf(capture))
  const highlight = useQueries(highlightOf(capture))
  const { source, feed, start, total, context } = useShownRows(connection)
  const isFollowing = useFollow(isFollowingOf(id))
  const [range, setRange] = useState({ first: 0, count: 0 })
  useSyncExternalStore(feed.subscribe, feed.version)
  const selection = useSelection(selectionOf(id))
  const chosen = useSelection(chosenOf(id))
  const [selected, setPlace] = usePlace(source, selection?.kind === 'frame' ? selection.seq : null)
  const marks = useMarks(highlight, start + range.first, range.count)
  const notes = useNotes(notesOf(capture))
  const list = useSettings(listOf)
  const columns = useMemo(() => shownColumns(list), [list])
  const grid = useRef<VirtualGridHandle>(null)

  // The row above the first in view is there for its time.
  const tailRows = isFollowing ? range.count + 1 : 0
  useEffect(() => feed.grow(total, tailRows), [feed, total, tailRows])
  useEffect(() => feed.look(Math.max(0, range.first - 1), range.count + 1), [feed, range])
  useEffect(() => loadNotes(capture), [capture])
  const onRange = useCallback((first: number, count: number) => setRange({ first, count }), [])
  // What was gone to, again too, or the selection among other rows than before: whoever left the end sees where it stands.
  useEffect(() => {
    if (selected !== null && selection) grid.current?.reveal(selected)
  }, [selected, selection])

  useKeptPlace(source, grid, feed.row(range.first)?.seq ?? null, selection?.kind === 'frame')

  async function selectAt(position: number, how: Choosing): Promise<void> {
    // A key can go further than what has arrived.
    const [row = feed.row(position)] = feed.row(position) ? [] : await source.pull(position, 1)
    if (!row) return
    setPlace(row.seq, position)
    chooseFrame(id, row.seq, how)
  }

  async function selectAll(): Promise<void> {
    const [first] = await source.pull(0, 1)
    const [last] = await source.pull(feed.shown - 1, 1)
    if (first && last) chooseAll(id, first.seq, last.seq + 1)
  }

  function isHit(position: number): boolean | null {
    if (highlight) return marks.has(start + position) || null
    return filter && context > 0 ? (feed.row(position)?.isHit ?? null) : null
  }

  function isChosen(position: number): boolean {
    const row = feed.row(position)
    return row !== undefined && chosen !== null && holds(chosen.ranges, row.seq)
  }

  return (
    <>
      <HiddenStrip connection={connection} />
      <RowField connection={connection} />
      <RowMenu connection={connection}>
        <div id={frameListId(id)} className="frame-list">
          <VirtualGrid
            label={text('frames')}
            columns={[
              { id: 'seq', title: '#', isNumeric: true },
              ...columns.map((column) => ({
                id: column,
                title: text(column === 'time' ? `time_${list.time}` : column),
                isNumeric: column === 'time' || column === 'length' || column === 'wire',
              })),
            ]}
            count={feed.shown}
            rowHeight={ROW_HEIGHT}
            isFollowing={isFollowing}
            onFollowingChange={(follows) => setFollowing(id, follows)}
            selected={selected}
            isChosen={isChosen}
            onSelect={(position, how) => void selectAt(position, how).catch(notifyFailure)}
            onSelectAll={() => void selectAll().catch(notifyFailure)}
            onSelectOne={() => chooseOne(id)}
            onOpen={onOpen}
            onRange={onRange}
            handle={grid}
            renderRow={(position) => {
              const row = feed.row(position)
              const seq = row?.seq ?? (filter ? null : start + position)
              return (
                <FrameCells
                  seq={seq}
                  row={row}
                  columns={columns}
                  time={row ? frameTime(row, feed.row(position - 1), list.time, connection.openingSinceUs) : ''}
                  note={seq === null ? undefined : notes.get(seq)}
                  isHit={isHit(position)}
                />
              )
            }}
          />
          {filter?.state === 'complete' && filter.hits === 0 && <p className="frame-list-none">{text('noHits')}</p>}
          {!isFollowing && range.first + range.count < total && (
            <button type="button" className="frame-list-follow" onClick={() => setFollowing(id, true)}>
              {text('follow')}
            </button>
          )}
        </div>
      </RowMenu>
      <HaltedStrip connection={connection} />
      <SelectionStrip connection={connection} />
    </>
  )
}
