import { describe, expect, it } from 'vitest'
import { parseQuery } from '#shared/query/parse.ts'
import { printQuery } from '#shared/query/print.ts'
import { allOf, anyOf, type Query } from '#shared/query/query.ts'
import { startCapture, startCaptures, tell } from '#test/engine/capture/capture-folder.ts'
import { Conversation } from '#test/engine/capture/conversation.ts'
import { type SeededRandom, seededRandom } from '#test/support/seeded-random.ts'
import { hitsHere, utf8 } from './asking.ts'
import { naiveHits } from './naive.ts'

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 32)

const TERMS = [
  'dir:in', 'dir:out', 'op:text', 'op:data', 'op:control', 'op:ping|pong', 'op:cont', 'op:close', 'op:reserved', 'kind:text', 'kind:binary',
  'violation', 'violation:reserved-bits', 'fin', 'rsv1', 'compressed', 'masked', 'size>40', 'size=0', 'size<=100', 'wire>60', 'wire<20',
  'seq>=100', '#7', 'message<30', 'message!=3', 'code:1000', 'code!=1000', 'gap>7us', 'gap<=7us', 't>+300us', 't<=+1ms',
  'ab', 'hello', 'Hello', 'é', 'É', '世a', 'tick', '"\\u0007"', '"\\""', 'straße', 'hex:00', 'hex:c3a9', 'hex:ff10', '/a{3}/', '/^[ab7]+$/', '/é世/i',
  '/HELLO/i', '/b$/', '/^$/', 'json:$.a', 'json:$.a = 1', 'json:$.a != 1', 'json:$.a > 3', 'json:$.b.c = "x"', 'json:$..id', 'json:$..id = true',
  'json:$.b', 'json:$.a < "y"', 'json:$.a = null',
].map((written) => parseQuery(written).query!) // biome-ignore format: a table

function someText(random: SeededRandom): string {
  const value = () => random.pick([1, 5, -2.5, 'x', 'hello Wörld', null, true, { c: 'x' }, { id: true }, [{ id: 1 }]])
  return random.pick<() => string>([
    () => JSON.stringify({ a: value(), b: value() }),
    () => JSON.stringify([value(), { id: value() }], null, 2),
    () => `{"\\u0061": ${random.below(9)}}`,
    () => random.pick(['Hello there', 'hello THERE', 'HÉLLO', 'STRASSE straße', '{"a":1', '"quoted"', '7', 'null', ' \n{"b":{"c":"x"}}']),
  ])()
}

function conversation(random: SeededRandom, frames: number): Conversation {
  const talk = new Conversation(random)
  while (talk.told.length < frames) {
    const direction = random.pick(['in', 'out'] as const)
    const data = utf8(someText(random))
    const close = random.pick([utf8(''), Buffer.from('03e8', 'hex'), Buffer.from('03e968656c6c6f', 'hex'), utf8('x')])
    const steps: (() => unknown)[] = [
      () => talk.ramble(1 + random.below(20)),
      () => talk.add({ opcode: 8, payload: close, direction }, {}),
      () => talk.add({ opcode: random.pick([3, 11]), payload: data, violation: 'reserved-opcode', direction }, {}),
      () => talk.add({ opcode: 1, payload: utf8('hello cut off'), violation: 'truncated', missing: random.below(14), direction }, {}),
    ]
    if (random.chance(0.3)) random.pick(steps)()
    else talk.say(random.pick(['text', 'binary']), data, { direction, compressed: random.chance(0.3), fragments: 1 + random.below(3) })
  }
  return talk
}

function combined(random: SeededRandom, depth = 2): Query {
  if (depth === 0 || random.chance(0.3)) return random.pick(TERMS)
  const list = Array.from({ length: 2 + random.below(2) }, () => combined(random, depth - 1))
  return random.pick<() => Query>([() => allOf(list), () => anyOf(list), () => ({ kind: 'not', term: combined(random, depth - 1) })])()
}

describe(`what a query finds is what its terms mean (SEED=${SEED})`, () => {
  it('in a random conversation, for each term and for combinations of them', async () => {
    const random = seededRandom(SEED)
    const captures = startCaptures()
    const { capture } = startCapture(captures)
    const { told } = conversation(random, 300)
    for (let from = 0; from < told.length; ) {
      // Batches of all sizes.
      const count = 1 + random.below(200)
      tell(capture, told.slice(from, from + count))
      await capture.flush()
      from += count
    }
    for (const query of [...TERMS, ...Array.from({ length: 120 }, () => combined(random))]) {
      expect(await hitsHere(capture, query), printQuery(query)).toEqual(naiveHits(told, query))
    }
  })
})
