/** Stations as cards, as a table, on the map. Without a word in the address: the table, on a phone the cards. */
export const stationsViews = ['cards', 'table', 'map'] as const
export type StationsView = (typeof stationsViews)[number]
