/** The terminal runs one connection at a time; records of the first carry this number, those of reconnects the next ones. */
export const CONNECTION = 1
