/** What colours mean here; each meaning has its own sign too, so that nothing hangs on colour. */
const SEQUENCES = {
  received: '36',
  sent: '32',
  control: '2',
  warning: '33',
  violation: '1;31',
  quiet: '2',
  strong: '1',
  escaped: '7',
} as const

export type Meaning = keyof typeof SEQUENCES
export type Style = (meaning: Meaning, text: string) => string

const coloured: Style = (meaning, text) => `\x1b[${SEQUENCES[meaning]}m${text}\x1b[0m`
const plain: Style = (_meaning, text) => text

/** Colours only where a terminal shows them and nobody asked for none: NO_COLOR, TERM=dumb and pipes get plain text. */
export function styleFor(stream: NodeJS.WriteStream): Style {
  return stream.isTTY && stream.hasColors() ? coloured : plain
}
