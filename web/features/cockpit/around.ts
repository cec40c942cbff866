/** As far as the map has sources around the station. [m] */
export const SEEN_AROUND_M = 30_000
