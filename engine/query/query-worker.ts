import { parentPort } from 'node:worker_threads'
import { failureOf } from '#shared/errors.ts'
import type { QueryOrder, QueryReport } from './query-protocol.ts'
import { scan } from './scan.ts'

/** One query, on a thread of its own: it makes nobody wait, and can be ended in the middle of anything. */

function tell(report: QueryReport): void {
  parentPort?.postMessage(report, report.kind === 'scanned' ? [report.hits.buffer] : [])
}

parentPort?.once('message', (order: QueryOrder) => {
  scan(order, tell).catch((error) => tell({ kind: 'failed', failure: failureOf(error) }))
})
