import { type Meaning, PLAIN_STYLE, type Style } from '#engine/index.ts'

const SEQUENCES: Readonly<Record<Meaning, string>> = {
  received: '36',
  sent: '32',
  control: '2',
  warning: '33',
  violation: '1;31',
  quiet: '2',
  strong: '1',
  escaped: '7',
}

const coloured: Style = (meaning, text) => `\x1b[${SEQUENCES[meaning]}m${text}\x1b[0m`

/** Colours only where a terminal shows them and nobody asked for none: NO_COLOR, TERM=dumb and pipes get plain text. */
export function styleFor(stream: NodeJS.WriteStream): Style {
  return stream.isTTY && stream.hasColors() ? coloured : PLAIN_STYLE
}
