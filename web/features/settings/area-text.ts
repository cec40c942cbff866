/** `0.0108`, `1.23`, `456.7`: four figures. [km²] */
export function areaText(km2: number): string {
  return km2 < 0.1 ? km2.toFixed(4) : km2 < 100 ? km2.toFixed(2) : km2.toFixed(1)
}
