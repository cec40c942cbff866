/** What a photo shows of a case: the problem as found, or the place as mended. */
export const photoParts = ['before', 'after'] as const
export type PhotoPart = (typeof photoParts)[number]

export const photoMediaTypes = ['image/jpeg', 'image/png', 'image/webp'] as const
export type PhotoMediaType = (typeof photoMediaTypes)[number]

/** 12 MB: the original of a phone's camera; nothing is scaled down before it is kept. */
export const MAX_PHOTO_BYTES = 12 * 1024 * 1024
