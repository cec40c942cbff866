/** Measures of the drawings, which do not follow from the type of the page (TOKENS.md). [px] */
export interface Sizes {
  /** Height of the text of axes and labels. */
  text: number
  strip: { height: number; lane: number; aqi: number; wind: number; labels: number; left: number }
  curve: { right: number; labels: number }
}

export const deskSizes: Sizes = {
  text: 12,
  strip: { height: 195, lane: 18, aqi: 6, wind: 26, labels: 20, left: 64 },
  curve: { right: 46, labels: 20 },
}

/** Nothing on the wall is under 20 px. */
export const wallSizes: Sizes = {
  text: 20,
  strip: { height: 263, lane: 26, aqi: 10, wind: 40, labels: 30, left: 96 },
  curve: { right: 72, labels: 30 },
}
