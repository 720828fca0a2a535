import { expect, it } from 'vitest'
import { search } from '#renderer/ui/search.ts'

const COMMANDS = ['Close tab', 'Disconnect', 'Connect another', 'New connection', 'Reconnect all']
const found = (query: string, limit = 10) => search(COMMANDS, query, (text) => text, limit)

it('shows everything while nothing is typed', () => expect(found('')).toEqual(COMMANDS))
it('puts what begins with the query first, the rest in their order', () =>
  expect(found('connect')).toEqual(['Connect another', 'Disconnect', 'New connection', 'Reconnect all']))
it('wants every word, in any order and case', () => expect(found('TAB close')).toEqual(['Close tab']))
it('stops at the limit', () => expect(found('connect', 2)).toHaveLength(2))
it('takes signs of regular expressions as they are', () => expect(found('(.*')).toEqual([]))
