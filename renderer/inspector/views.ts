import type { ContentKind } from './content/content-formats.ts'

/** Every way of looking at a payload, in the order of the tabs. */
export const VIEWS = ['text', 'json', 'source', 'preview', 'image', 'audio', 'table', 'unpacked', 'hex', 'frame'] as const
export type View = (typeof VIEWS)[number]

/** The views that say something of a kind of payload, the most fitting first. */
const FITTING: Readonly<Record<ContentKind, readonly View[]>> = {
  empty: ['frame', 'hex'],
  text: ['text', 'json'],
  json: ['json', 'text'],
  xml: ['source', 'text'],
  html: ['source', 'preview', 'text'],
  svg: ['image', 'source', 'text'],
  table: ['table', 'text'],
  image: ['image'],
  audio: ['audio'],
  packed: ['unpacked'],
  binary: ['hex', 'json'],
}

/** These say something of any payload; they are always offered, and once chosen they stay from row to row. */
const EVERYWHERE: readonly View[] = ['hex', 'frame']
/** Always a tab. */
const ALWAYS: readonly View[] = ['text', ...EVERYWHERE]

/** What a person chose. */
export interface ChosenViews {
  /** Of each kind, where the view fits it. */
  readonly byKind: Readonly<Partial<Record<ContentKind, View>>>
  /** Hex or Frame, as long as nothing else is chosen. */
  readonly everywhere: View | null
  /** A view that does not fit its payload's kind: it holds for that payload only. */
  readonly once: { readonly view: View; readonly for: string } | null
}

export const NOTHING_CHOSEN: ChosenViews = { byKind: {}, everywhere: null, once: null }

/** What the choice concerns. */
export interface Viewed {
  readonly key: string
  readonly kind: ContentKind
  /** All there are of it; a control frame, for one, is no image. */
  readonly views: readonly View[]
}

export function withChosen(before: ChosenViews, view: View, { key, kind }: Viewed): ChosenViews {
  if (EVERYWHERE.includes(view)) return { ...before, everywhere: view, once: null }
  if (FITTING[kind].includes(view)) return { byKind: { ...before.byKind, [kind]: view }, everywhere: null, once: null }
  return { ...before, everywhere: null, once: { view, for: key } }
}

/** The view to show: what was chosen for this payload, for every, for its kind; else what suits it. */
export function viewFor({ byKind, everywhere, once }: ChosenViews, { key, kind, views }: Viewed): View {
  const wanted = [once?.for === key ? once.view : null, everywhere, byKind[kind] ?? null, ...FITTING[kind]]
  return wanted.find((view) => view !== null && views.includes(view)) ?? views[0] ?? 'hex'
}

/** The views that stand as tabs; the others are in the menu beside them. */
export const tabsOf = ({ kind, views }: Viewed, shown: View): readonly View[] =>
  VIEWS.filter((view) => views.includes(view) && (view === shown || ALWAYS.includes(view) || FITTING[kind].includes(view)))
