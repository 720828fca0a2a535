/** The elements by which a tab's handle and its panel name each other. */
export const tabElementId = (id: string): string => `handle-of-${id}`
export const panelElementId = (id: string): string => `panel-of-${id}`
