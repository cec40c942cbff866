import { crc32, deflateSync } from 'node:zlib'

/** What a picture shows: the place as it was found, or as it is when it was mended. */
export type Scene = 'dust' | 'smoke' | 'vehicle' | 'kitchen'

type Colour = readonly [number, number, number]

const WIDTH = 480
const HEIGHT = 360
const HORIZON = 200

const sky: Colour = [186, 199, 208]
const ground: Colour = [141, 132, 115]
const bare: Colour = [164, 138, 92]
const covered: Colour = [63, 107, 79]
const wall: Colour = [122, 114, 104]
const dark: Colour = [52, 58, 64]
const smoke: Colour = [96, 96, 96]
const steel: Colour = [150, 156, 160]
const ink: Colour = [29, 39, 48]
const paper: Colour = [238, 240, 242]

/**
 * A plainly drawn picture as PNG (ISO/IEC 15948): a yard, a chimney, a lorry or a kitchen hood, misbehaving or mended, with
 * what it is written below it. It says that it is simulated, so that nobody takes it for a photograph.
 * @param words Latin letters, digits and `-:. `; others are left blank
 */
export function draw(scene: Scene, isMended: boolean, words: string): Uint8Array<ArrayBuffer> {
  const canvas = new Canvas()
  canvas.box(0, 0, WIDTH, HORIZON, sky)
  canvas.box(0, HORIZON, WIDTH, HEIGHT, ground)
  scenes[scene](canvas, isMended)
  canvas.box(0, HEIGHT - 44, WIDTH, HEIGHT, paper)
  canvas.text('SIMULATED', 10, HEIGHT - 38, 2, ink)
  canvas.text(words, 10, HEIGHT - 18, 2, ink)
  return canvas.png()
}

const scenes: Readonly<Record<Scene, (canvas: Canvas, isMended: boolean) => void>> = {
  dust(canvas, isMended) {
    canvas.heap(230, 260, 170, 130, isMended ? covered : bare)
    if (!isMended) canvas.cloud(300, 120, 70, [196, 176, 134])
  },
  smoke(canvas, isMended) {
    canvas.box(90, 150, 260, 280, wall)
    canvas.box(190, 60, 216, 150, dark)
    if (!isMended) canvas.cloud(250, 50, 60, smoke)
  },
  vehicle(canvas, isMended) {
    canvas.box(120, 190, 300, 250, steel)
    canvas.box(300, 205, 360, 250, dark)
    canvas.disc(160, 256, 18, ink)
    canvas.disc(330, 256, 18, ink)
    if (!isMended) canvas.cloud(80, 210, 40, smoke)
  },
  kitchen(canvas, isMended) {
    canvas.box(80, 110, 380, 280, paper)
    canvas.box(150, 130, 310, 170, steel)
    if (!isMended) canvas.cloud(230, 90, 50, smoke)
  },
}

/** Rows of five bits, the highest on the left: a 5 × 7 letter. */
// biome-ignore format: a table of letters
const letters: Readonly<Record<string, readonly number[]>> = {
  A: [14,17,17,31,17,17,17], B: [30,17,30,17,17,17,30], C: [14,17,16,16,16,17,14], D: [30,17,17,17,17,17,30],
  E: [31,16,30,16,16,16,31], F: [31,16,30,16,16,16,16], G: [14,17,16,23,17,17,14], H: [17,17,31,17,17,17,17],
  I: [14,4,4,4,4,4,14],      J: [7,2,2,2,2,18,12],      K: [17,18,20,24,20,18,17], L: [16,16,16,16,16,16,31],
  M: [17,27,21,21,17,17,17], N: [17,25,21,19,17,17,17], O: [14,17,17,17,17,17,14], P: [30,17,17,30,16,16,16],
  Q: [14,17,17,17,21,18,13], R: [30,17,17,30,20,18,17], S: [15,16,14,1,1,17,14],   T: [31,4,4,4,4,4,4],
  U: [17,17,17,17,17,17,14], V: [17,17,17,17,17,10,4],  W: [17,17,17,21,21,27,17], X: [17,10,4,4,4,10,17],
  Y: [17,10,4,4,4,4,4],      Z: [31,1,2,4,8,16,31],     0: [14,17,19,21,25,17,14], 1: [4,12,4,4,4,4,14],
  2: [14,17,1,6,8,16,31],    3: [30,1,14,1,1,17,14],    4: [2,6,10,18,31,2,2],     5: [31,16,30,1,1,17,14],
  6: [14,16,30,17,17,17,14], 7: [31,1,2,4,8,8,8],       8: [14,17,14,17,17,17,14], 9: [14,17,17,15,1,1,14],
  '-': [0,0,0,14,0,0,0],     ':': [0,4,0,0,0,4,0],      '.': [0,0,0,0,0,12,12],
}

class Canvas {
  private readonly pixels = new Uint8Array(WIDTH * HEIGHT * 3)

  box(left: number, top: number, right: number, bottom: number, colour: Colour): void {
    for (let y = Math.max(0, top); y < Math.min(HEIGHT, bottom); y += 1) {
      for (let x = Math.max(0, left); x < Math.min(WIDTH, right); x += 1) this.pixels.set(colour, (y * WIDTH + x) * 3)
    }
  }

  disc(midX: number, midY: number, radius: number, colour: Colour): void {
    for (let y = -radius; y <= radius; y += 1) {
      const half = Math.round(Math.sqrt(radius * radius - y * y))
      this.box(midX - half, midY + y, midX + half, midY + y + 1, colour)
    }
  }

  /** A triangle on its base. */
  heap(midX: number, base: number, half: number, high: number, colour: Colour): void {
    for (let y = 0; y < high; y += 1) {
      const part = Math.round(half * (1 - y / high))
      this.box(midX - part, base - y, midX + part, base - y + 1, colour)
    }
  }

  cloud(midX: number, midY: number, size: number, colour: Colour): void {
    for (const [x, y, share] of [
      [0, 0, 0.6],
      [0.6, -0.3, 0.5],
      [1.1, -0.7, 0.6],
      [-0.5, -0.2, 0.4],
    ] as const) {
      this.disc(Math.round(midX + x * size), Math.round(midY + y * size), Math.round(share * size * 0.6), colour)
    }
  }

  text(words: string, left: number, top: number, scale: number, colour: Colour): void {
    let x = left
    for (const letter of words.toUpperCase()) {
      for (const [row, bits] of (letters[letter] ?? []).entries()) {
        for (let column = 0; column < 5; column += 1) {
          if ((bits & (16 >> column)) === 0) continue
          const at = { x: x + column * scale, y: top + row * scale }
          this.box(at.x, at.y, at.x + scale, at.y + scale, colour)
        }
      }
      x += 6 * scale
    }
  }

  png(): Uint8Array<ArrayBuffer> {
    const rows = Buffer.alloc(HEIGHT * (WIDTH * 3 + 1))
    for (let y = 0; y < HEIGHT; y += 1) {
      // The first byte of a row is its filter: none.
      rows.set(this.pixels.subarray(y * WIDTH * 3, (y + 1) * WIDTH * 3), y * (WIDTH * 3 + 1) + 1)
    }
    const header = Buffer.alloc(13)
    header.writeUInt32BE(WIDTH, 0)
    header.writeUInt32BE(HEIGHT, 4)
    // Eight bits a channel, true colour; deflate, adaptive filters, no interlace.
    header.set([8, 2, 0, 0, 0], 8)
    const whole = Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ])
    return new Uint8Array(whole)
  }
}

function chunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}
