/** Numbers of the room that no standard settles, each with where it comes from. */

/**
 * An hour that is over and not in yet is awaited so long before it counts as missing: loggers send some minutes after the hour,
 * interfaces of provinces one to two hours after it (practice; U). [h]
 */
export const AWAITED_HOURS = 3

/** Full scale of the analysers of particles (HJ 653-2021, 0–1000 µg/m³; P): whatever is measured, it is no more. [µg/m³] */
export const FULL_SCALE = 1000

/** Decimals of the mean that the rest may have, as it is shown. */
export const ALLOWED_DECIMALS = 1

/** Hours of the strip. */
export const STRIP_HOURS = 48
