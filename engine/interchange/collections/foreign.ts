import { parseDocument } from 'yaml'
import { unreadable } from './source.ts'

/** A table of a foreign file. Only read through these functions: whatever is asked for may be of any kind, or missing. */
export type Foreign = Readonly<Record<string, unknown>>

const NOTHING: Foreign = Object.freeze(Object.create(null) as Foreign)
/** YAML aliases that are written out; a bomb needs far more. */
const MAX_ALIASES = 1_000

/** @throws AppError 'import.unreadable' */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unreadable(`It is not JSON: ${sentenceOf(error)}.`, error)
  }
}

/** YAML 1.2, so JSON too; tags mean nothing. @throws AppError 'import.unreadable' */
export function parseYaml(text: string): unknown {
  try {
    const document = parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      strict: false,
      logLevel: 'silent',
      uniqueKeys: true,
    })
    const [error] = document.errors
    if (error) throw error
    return document.toJS({ maxAliasCount: MAX_ALIASES })
  } catch (error) {
    throw unreadable(`It is not YAML: ${sentenceOf(error)}.`, error)
  }
}

const sentenceOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? '').replace(/[.:]?\s*$/, '') : String(error)

export const isTable = (value: unknown): value is Foreign => typeof value === 'object' && value !== null && !Array.isArray(value)

export const tableOf = (value: unknown): Foreign => (isTable(value) ? value : NOTHING)

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Own keys only: '__proto__' of a foreign file is a key like others. */
export function valueAt(table: unknown, key: string): unknown {
  const object = tableOf(table)
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** A text, or what a number or switch would be written as; '' for all else. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : ''
}

export const textAt = (table: unknown, key: string): string => textOf(valueAt(table, key))
export const listAt = (table: unknown, key: string): readonly unknown[] => listOf(valueAt(table, key))
export const tableAt = (table: unknown, key: string): Foreign => tableOf(valueAt(table, key))

/** A whole number within bounds, or null. */
export function numberAt(table: unknown, key: string, least: number, most: number): number | null {
  const value = valueAt(table, key)
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= least && number <= most ? number : null
}

export const isSet = (table: unknown, key: string): boolean => valueAt(table, key) === true
