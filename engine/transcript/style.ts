/** Puts a mark on a piece of text: a colour, or none. Each meaning has its own sign too, so that nothing hangs on it. */
export type Style = (meaning: Meaning, text: string) => string

export type Meaning = 'received' | 'sent' | 'control' | 'warning' | 'violation' | 'quiet' | 'strong' | 'escaped'

export const PLAIN_STYLE: Style = (_meaning, text) => text
