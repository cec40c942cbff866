/** What is shown, as a PNG of exactly that: texts, backgrounds, lines and drawings where they stand. */

/** Pixels of the picture for one of the screen, so that it can be printed. */
const SHARPNESS = 2
const MARGIN = 16

/** Properties of a drawing that come from style sheets, which a picture of it alone does not have. */
const drawn = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'paint-order'],
  ...['font-family', 'font-size', 'font-weight', 'font-style', 'text-anchor', 'opacity'],
]

/** Draws an element and gives it to the person as a file. */
export async function savePicture(element: HTMLElement, fileName: string): Promise<void> {
  // What only serves to choose is not there while the picture is taken, and leaves no gap.
  element.classList.add('in-picture')
  const blob = await pictureOf(element).finally(() => element.classList.remove('in-picture'))
  saveFile(blob, fileName)
}

/** Gives a file to the person. */
export function saveFile(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

async function pictureOf(element: HTMLElement): Promise<Blob> {
  const frame = element.getBoundingClientRect()
  const [width, height] = [Math.max(element.scrollWidth, frame.width), Math.max(element.scrollHeight, frame.height)]
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil((width + 2 * MARGIN) * SHARPNESS)
  canvas.height = Math.ceil((height + 2 * MARGIN) * SHARPNESS)
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('this browser draws no pictures')
  pen.scale(SHARPNESS, SHARPNESS)
  pen.fillStyle = getComputedStyle(document.body).getPropertyValue('--surface')
  pen.fillRect(0, 0, width + 2 * MARGIN, height + 2 * MARGIN)
  const [left, top] = [MARGIN - frame.left, MARGIN - frame.top].map((shift) => shift * SHARPNESS)
  pen.setTransform(SHARPNESS, 0, 0, SHARPNESS, left ?? 0, top ?? 0)
  await draw(pen, element)
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('the picture is too large')) : resolve(blob)),
      'image/png',
    )
  })
}

async function draw(pen: CanvasRenderingContext2D, node: Node): Promise<void> {
  if (node instanceof SVGSVGElement) return drawSvg(pen, node)
  if (node instanceof Text) return drawText(pen, node)
  if (node instanceof HTMLCanvasElement) return drawCanvas(pen, node)
  if (!(node instanceof HTMLElement)) return
  const style = getComputedStyle(node)
  if (style.visibility === 'hidden' || style.display === 'none') return
  const box = node.getBoundingClientRect()
  if (!isClear(style.backgroundColor)) {
    pen.fillStyle = style.backgroundColor
    pen.fillRect(box.left, box.top, box.width, box.height)
  }
  const line = Number.parseFloat(style.borderBottomWidth)
  if (line > 0 && style.borderBottomStyle !== 'none') {
    pen.fillStyle = style.borderBottomColor
    pen.fillRect(box.left, box.bottom - line, box.width, line)
  }
  for (const child of node.childNodes) await draw(pen, child)
}

function drawCanvas(pen: CanvasRenderingContext2D, canvas: HTMLCanvasElement): void {
  const { left, top, width, height } = canvas.getBoundingClientRect()
  if (width > 0 && height > 0) pen.drawImage(canvas, left, top, width, height)
}

function isClear(colour: string): boolean {
  return colour === 'transparent' || /^rgba\(.*[,/]\s*0\)$/.test(colour)
}

/** A text line by line, as the browser has broken it. */
function drawText(pen: CanvasRenderingContext2D, node: Text): void {
  const parent = node.parentElement
  if (parent === null || node.data.trim() === '' || parent.tagName === 'OPTION') return
  const style = getComputedStyle(parent)
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  pen.fillStyle = style.color
  pen.textBaseline = 'middle'
  const range = document.createRange()
  let line: { text: string; left: number; middle: number } | null = null
  const write = () => {
    if (line !== null) pen.fillText(line.text, line.left, line.middle)
  }
  for (let at = 0; at < node.length; at += 1) {
    range.setStart(node, at)
    range.setEnd(node, at + 1)
    const box = range.getClientRects()[0]
    if (box === undefined || box.width === 0) continue
    const middle = box.top + box.height / 2
    if (line === null || Math.abs(line.middle - middle) > 2) {
      write()
      line = { text: '', left: box.left, middle }
    }
    line.text += node.data.charAt(at)
  }
  write()
}

async function drawSvg(pen: CanvasRenderingContext2D, svg: SVGSVGElement): Promise<void> {
  const box = svg.getBoundingClientRect()
  if (box.width === 0 || box.height === 0) return
  const copy = svg.cloneNode(true)
  if (!(copy instanceof SVGSVGElement)) return
  const originals = svg.querySelectorAll<SVGElement>('*')
  for (const [at, part] of copy.querySelectorAll<SVGElement>('*').entries()) {
    const original = originals[at]
    if (original === undefined) continue
    const style = getComputedStyle(original)
    for (const name of drawn) part.style.setProperty(name, style.getPropertyValue(name))
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(box.width))
  copy.setAttribute('height', String(box.height))
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`
  await image.decode()
  pen.drawImage(image, box.left, box.top, box.width, box.height)
}
