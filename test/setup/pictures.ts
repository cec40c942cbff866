/** A PNG of one grey pixel. */
const tinyPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

/** A picture with a hash of its own: what stands behind the end of a PNG is not looked at. */
export function picture(name: string): Buffer {
  return Buffer.concat([tinyPng, Buffer.from(name, 'utf8')])
}

/** Something that is no picture, whatever it is called. */
export const noPicture = Buffer.from('%PDF-1.7 this is no picture')
