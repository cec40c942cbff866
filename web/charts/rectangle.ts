/** As part of a path: rectangles that look alike are drawn as one. [px] */
export function rectangle(box: { x: number; y: number; width: number; height: number }): string {
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map((one) => Number(one.toFixed(2)))
  return `M${x} ${y}h${width}v${height}h-${width}z`
}
