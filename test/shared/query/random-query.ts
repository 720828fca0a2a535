import { VIOLATIONS, type ViolationId } from '#shared/model/frame.ts'
import { allOf, anyOf, COMPARISONS, FLAGS, type JsonComparison, NUMBER_FIELDS, OPCODE_NAMES, type Query } from '#shared/query/query.ts'
import type { SeededRandom } from '#test/support/seeded-random.ts'

const WORDS = [
  'hello',
  'Hello',
  'fin',
  'and',
  'a b',
  'é',
  '价格',
  '"',
  '\\',
  'a\nb',
  '(',
  '-x',
  'size',
  '\ud800',
  '\u2028',
  '{"a":1}',
] as const
const PATTERNS = [
  ['a.c', ''],
  ['^\\d+$', ''],
  ['h[eE/]l', 'i'],
  ['\\/x', 'su'],
  ['o$', 'm'],
  ['é', 'iu'],
] as const
const PATHS = ['$', '$.a', '$..id', '$.list[0]', '$["a b"]', '$.list[?@.n > 1].n', "$['x)']"] as const
const VALUES: readonly JsonComparison['value'][] = [
  { kind: 'string', text: 'x "y"' },
  { kind: 'string', text: '' },
  { kind: 'number', source: '9007199254740993' },
  { kind: 'number', source: '-1.5e3' },
  { kind: 'constant', constant: 'true' },
  { kind: 'constant', constant: 'null' },
]

/** Any query, in the form in which the parser makes them. */
export function randomQuery(random: SeededRandom, depth = 4): Query {
  const sub = () => randomQuery(random, depth - 1)
  if (depth === 0 || random.chance(0.4)) return randomTerm(random)
  const list = Array.from({ length: 2 + random.below(3) }, sub)
  return random.pick<() => Query>([() => allOf(list), () => anyOf(list), () => ({ kind: 'not', term: sub() })])()
}

export function randomTerm(random: SeededRandom): Query {
  const comparison = random.pick(COMPARISONS)
  const [source, flags] = random.pick(PATTERNS)
  return random.pick<() => Query>([
    () => ({ kind: 'direction', direction: random.pick(['in', 'out']) }),
    () => ({ kind: 'opcode', name: random.pick(OPCODE_NAMES) }),
    () => ({ kind: 'messageKind', messageKind: random.pick(['text', 'binary']) }),
    () => ({ kind: 'violation', id: random.chance(0.5) ? null : random.pick(Object.keys(VIOLATIONS) as ViolationId[]) }),
    () => ({ kind: 'flag', flag: random.pick(FLAGS) }),
    () => ({ kind: 'number', field: random.pick(NUMBER_FIELDS), comparison, value: random.pick([0, 1, 5, 100, 125, 1000, 2 ** 40]) }),
    () => ({ kind: 'gap', comparison, us: random.pick([0, 1, 999, 1000, 7e6, 3600e6]) }),
    () => ({ kind: 'time', comparison, moment: { kind: 'since', us: random.pick([0, 10, 500_000, 90e6]) } }),
    () => ({ kind: 'time', comparison, moment: { kind: 'clock', us: random.below(86_400) * 1e6 + random.pick([0, 0, 250_001]) } }),
    () => ({ kind: 'time', comparison, moment: { kind: 'date', iso: random.pick(['2026-11-22', '2026-11-22T10:20:30.5Z']) } }),
    () => ({ kind: 'text', text: random.pick(WORDS) }),
    () => ({ kind: 'bytes', hex: random.pick(['00', '0aff', 'e4bb']) }),
    () => ({ kind: 'pattern', source, flags }),
    () => ({ kind: 'json', path: random.pick(PATHS), against: random.chance(0.4) ? null : against(random) }),
  ])()
}

function against(random: SeededRandom): JsonComparison {
  const value = random.pick(VALUES)
  return { value, comparison: random.pick(value.kind === 'constant' ? ['=', '!='] : COMPARISONS) }
}
