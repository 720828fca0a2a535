/** The terminal runs one connection; its records carry this number. */
export const CONNECTION = 1
