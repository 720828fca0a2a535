import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { ConnectionSummary } from '#shared/model/connection.ts'
import { call } from '../host/session.ts'
import { useText } from '../i18n/i18n.ts'
import { notifyFailure } from '../notices/notices-store.ts'
import { VirtualGrid } from '../ui/VirtualGrid.tsx'
import { FrameCells } from './FrameCells.tsx'
import { isFollowingOf, setFollowing, useFollow } from './follow-store.ts'
import { FrameFeed } from './frame-feed.ts'
import { select, selectionOf, useSelection } from './selection-store.ts'

const ROW_HEIGHT = 24

/** The frames of one connection, live. Knows following and selection; nothing of sockets or payloads. */
export function FrameList({ connection, onOpen }: { readonly connection: ConnectionSummary; readonly onOpen: () => void }) {
  const text = useText('capture')
  const [feed] = useState(
    () => new FrameFeed((first, count) => call('capture.rows', { capture: connection.capture, first, count }), notifyFailure),
  )
  const isFollowing = useFollow(isFollowingOf(connection.id))
  const [range, setRange] = useState({ first: 0, count: 0 })
  useSyncExternalStore(feed.subscribe, feed.version)
  const selection = useSelection(selectionOf(connection.id))

  const total = connection.counters.framesIn + connection.counters.framesOut
  const tailRows = isFollowing ? Math.max(range.count, 1) : 0
  useEffect(() => feed.grow(total, tailRows), [feed, total, tailRows])
  useEffect(() => feed.look(range.first, range.count), [feed, range])
  const onRange = useCallback((first: number, count: number) => setRange({ first, count }), [])

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
        onFollowingChange={(follows) => setFollowing(connection.id, follows)}
        selected={selection?.kind === 'frame' ? selection.seq : null}
        onSelect={(seq) => select(connection.id, { kind: 'frame', seq })}
        onOpen={onOpen}
        onRange={onRange}
        renderRow={(seq) => <FrameCells seq={seq} row={feed.row(seq)} originUs={connection.openingSinceUs} />}
      />
      {!isFollowing && range.first + range.count < total && (
        <button type="button" className="frame-list-follow" onClick={() => setFollowing(connection.id, true)}>
          {text('follow')}
        </button>
      )}
    </div>
  )
}
