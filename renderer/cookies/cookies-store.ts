import { create } from 'zustand'
import type { CookieList } from '#shared/contract.ts'
import type { Cookie, CookieKey } from '#shared/model/cookie.ts'
import { call, on } from '../host/session.ts'
import { notifyFailure } from '../notices/notices-store.ts'

/** The workspace's jar as last heard; what was removed last can be put back. */
interface CookiesState extends CookieList {
  readonly removed: readonly Cookie[]
}

const EMPTY: CookiesState = { cookies: [], problem: null, removed: [] }

export const useCookies = create<CookiesState>()(() => EMPTY)

// Transitions.

export const keyOf = ({ domain, path, name }: CookieKey): string => JSON.stringify([domain, path, name])

/** A cookie is a key, too: of it nothing else crosses. */
const bareKey = ({ domain, path, name }: CookieKey): CookieKey => ({ domain, path, name })

/** By domain, in the order of the list, those in which the text stands somewhere; values only where they are shown. */
export function cookiesByDomain(cookies: readonly Cookie[], query: string, isValueShown: boolean): ReadonlyMap<string, readonly Cookie[]> {
  const wanted = query.trim().toLowerCase()
  const byDomain = new Map<string, Cookie[]>()
  for (const cookie of cookies) {
    const texts = [cookie.domain, cookie.path, cookie.name, isValueShown ? cookie.value : '']
    if (!texts.some((text) => text.toLowerCase().includes(wanted))) continue
    const ofDomain = byDomain.get(cookie.domain)
    if (ofDomain) ofDomain.push(cookie)
    else byDomain.set(cookie.domain, [cookie])
  }
  return byDomain
}

// Actions.

/** Follows the jar while the dialog is open. @returns its undo */
export function followCookies(): () => void {
  read()
  const stop = on('cookies.changed', read)
  return () => {
    stop()
    useCookies.setState(EMPTY)
  }
}

function read(): void {
  call('cookies.list', null).then((list) => useCookies.setState(list), notifyFailure)
}

/** Rejects with AppError 'cookie.invalid', which stands at the form. */
export async function keepCookie(cookie: Cookie, replaces: CookieKey | null): Promise<void> {
  await call('cookies.set', { cookie, replaces: replaces && bareKey(replaces) })
}

export function removeCookie(cookie: Cookie): void {
  useCookies.setState({ removed: [cookie] })
  call('cookies.delete', bareKey(cookie)).catch(notifyFailure)
}

/** @param domain null for all */
export function clearCookies(domain: string | null): void {
  useCookies.setState(({ cookies }) => ({ removed: cookies.filter((cookie) => domain === null || cookie.domain === domain) }))
  call('cookies.clear', { domain }).catch(notifyFailure)
}

export function putBack(): void {
  const { removed } = useCookies.getState()
  useCookies.setState({ removed: [] })
  for (const cookie of removed) call('cookies.set', { cookie, replaces: null }).catch(notifyFailure)
}
