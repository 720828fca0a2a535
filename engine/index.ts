/**
 * The only door of the engine. A window's host uses `createEngine` and puts it on a wire; the terminal
 * opens connections by itself and prints their records.
 */

export type { Capture, CapturedEvent, CaptureReader, SavedCapture } from './capture/capture.ts'
export { type Captures, type CapturesOptions, createCaptures } from './capture/captures.ts'
export type { CaptureOptions } from './capture/live-capture.ts'
export { checkNode } from './check-node.ts'
export { nowUs } from './clock.ts'
export { type Connection, type OpenOptions, openConnection } from './connection/connection.ts'
export { checkClose, checkPing } from './connection/failures.ts'
export { type ConnectionObserver, SILENT_OBSERVER } from './connection/observer.ts'
export { toCloseRecord, toErrorRecord, toHandshakeRecord, toMessageRecord, toWireRecord } from './connection/records.ts'
export { rehearse } from './connection/rehearsal.ts'
export { createEngine, type EngineOptions, type EngineService } from './engine.ts'
export { type ExportOptions, exportCapture } from './interchange/capture/export-capture.ts'
export { FrameSet, withWholeMessages } from './interchange/capture/frame-set.ts'
export { type Imported, importFile } from './interchange/capture/import-file.ts'
export { matchingFrames } from './interchange/capture/matching-frames.ts'
export { createRedaction, previewRedaction, type RunningRedaction } from './interchange/redaction/redaction.ts'
export { type DemoServerHandle, type DemoServerOptions, startDemoServer } from './mock/demo-server.ts'
export type { CapturedFrame, CapturedMessage } from './tap/captured.ts'
export { jsonPrinter, type LineOutput, type RecordPrinter } from './transcript/printer.ts'
export { readablePrinter } from './transcript/readable.ts'
export { createTally, type Tally } from './transcript/readable-close.ts'
export { type Meaning, PLAIN_STYLE, type Style } from './transcript/style.ts'
