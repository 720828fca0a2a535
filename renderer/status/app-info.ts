import { create } from 'zustand'
import type { AppInfo, DemoServer } from '#shared/contract.ts'
import { call } from '../host/session.ts'

/** What the engine says of itself; null until it was asked. */
export const useAppInfo = create<{ readonly info: AppInfo | null }>()(() => ({ info: null }))

export async function beginAppInfo(): Promise<void> {
  useAppInfo.setState({ info: await call('app.info', null) })
}

/** Starts the demo server, or finds the one that runs. Rejects with AppError 'demo.failed'. */
export async function startDemo(): Promise<DemoServer> {
  const demo = await call('demo.start', null)
  useAppInfo.setState(({ info }) => ({ info: info && { ...info, demo } }))
  return demo
}
