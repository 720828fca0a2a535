import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { useText } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { filterOf, highlightOf, useQueries } from '../query/query-store.ts'
import { VirtualGrid, type VirtualGridHandle } from '../ui/VirtualGrid.tsx'
import { FrameCells } from './FrameCells.tsx'
import { isFollowingOf, setFollowing, useFollow } from './follow-store.ts'
import { FrameFeed } from './frame-feed.ts'
import { allRows, hitRows } from './row-source.ts'
import { select, selectionOf, useSelection } from './selection-store.ts'
import { useKeptPlace } from './use-kept-place.ts'
import { useMarks } from './use-marks.ts'
import { usePlace } from './use-place.ts'

const ROW_HEIGHT = 24

/** The frames of one connection, live: all of them, or those that fit a query. Knows following and selection; nothing of sockets or payloads. */
export function FrameList({ connection, onOpen }: { readonly connection: ConnectionSummary; readonly onOpen: () => void }) {
  const text = useText('capture')
  const { id, capture } = connection
  const filter = useQueries(filterOf(capture))
  const highlight = useQueries(highlightOf(capture))
  // Other rows around the hits are another source, for they have other positions.
  const [query, context] = [filter?.query ?? null, useQueries((state) => state.byCapture[capture]?.context ?? 0)]
  const source = useMemo(() => ({ ...(query === null ? allRows(capture) : hitRows(query)), context }), [capture, query, context])
  const feed = useMemo(() => new FrameFeed(source.pull, notifyFailure), [source])
  const isFollowing = useFollow(isFollowingOf(id))
  const [range, setRange] = useState({ first: 0, count: 0 })
  useSyncExternalStore(feed.subscribe, feed.version)
  const selection = useSelection(selectionOf(id))
  const selectedSeq = selection?.kind === 'frame' ? selection.seq : null
  const [selected, setPlace] = usePlace(source, selectedSeq)
  const marks = useMarks(highlight, range.first, range.count)
  const grid = useRef<VirtualGridHandle>(null)

  const total = filter ? filter.shown : connection.counters.framesIn + connection.counters.framesOut
  const tailRows = isFollowing ? Math.max(range.count, 1) : 0
  useEffect(() => feed.grow(total, tailRows), [feed, total, tailRows])
  useEffect(() => feed.look(range.first, range.count), [feed, range])
  const onRange = useCallback((first: number, count: number) => setRange({ first, count }), [])
  // A hit that was gone to, or the selection among other rows than before: whoever left the end sees where it stands.
  useEffect(() => {
    if (selected !== null) grid.current?.reveal(selected)
  }, [selected])

  useKeptPlace(source, grid, feed.row(range.first)?.seq ?? null, selectedSeq !== null)

  async function selectAt(position: number): Promise<void> {
    // A key can go further than what has arrived.
    const [row = feed.row(position)] = feed.row(position) ? [] : await source.pull(position, 1)
    if (!row) return
    setPlace(row.seq, position)
    select(id, { kind: 'frame', seq: row.seq })
  }

  function isHit(position: number): boolean | null {
    if (highlight) return marks.has(position) || null
    return filter && context > 0 ? (feed.row(position)?.isHit ?? null) : null
  }

  return (
    <div className="frame-list">
      <VirtualGrid
        label={text('frames')}
        columns={[
          { id: 'seq', title: '#', isNumeric: true },
          { id: 'time', title: text('time'), isNumeric: true },
          { id: 'kind', title: text('frame') },
          { id: 'length', title: text('length'), isNumeric: true },
          { id: 'wire', title: text('wire'), isNumeric: true },
          { id: 'preview', title: text('payload') },
        ]}
        count={feed.shown}
        rowHeight={ROW_HEIGHT}
        isFollowing={isFollowing}
        onFollowingChange={(follows) => setFollowing(id, follows)}
        selected={selected}
        onSelect={(position) => void selectAt(position).catch(notifyFailure)}
        onOpen={onOpen}
        onRange={onRange}
        handle={grid}
        renderRow={(position) => {
          const row = feed.row(position)
          return (
            <FrameCells
              seq={row?.seq ?? (filter ? null : position)}
              row={row}
              originUs={connection.openingSinceUs}
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
  )
}
