/** Red, green, blue of a colour as a browser computes it: `rgb(10, 16, 22)`, each 0–255; null: it is no plain colour. */
export function channelsOf(computed: string): readonly [number, number, number] | null {
  const found = /^rgba?\((\d+),? (\d+),? (\d+)/.exec(computed)
  return found === null ? null : [Number(found[1]), Number(found[2]), Number(found[3])]
}

/** Relative luminance of a colour (WCAG 2.2, "relative luminance"). @returns 0 for black to 1 for white */
function luminance(channels: readonly [number, number, number]): number {
  const [red, green, blue] = channels.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

/** Contrast of two colours (WCAG 2.2, "contrast ratio"). @returns 1 for the same to 21 for black on white */
export function contrast(one: readonly [number, number, number], other: readonly [number, number, number]): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}
