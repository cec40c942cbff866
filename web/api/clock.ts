/** What an answer of the server told about its domain clock, and when it came by this browser's own clock. */
export interface Told {
  /** the server's domain clock as the answer was sent [epoch ms] */
  serverNow: number
  /** how many of its milliseconds pass in one of ours; 1 but in an accelerated demo */
  speed: number
  /** this browser's clock as the answer came [epoch ms] */
  deviceNow: number
}

/** An instant of this browser's clock on the server's. [epoch ms] */
export function onServerClock(told: Told, deviceInstant: number): number {
  return told.serverNow + (deviceInstant - told.deviceNow) * told.speed
}

/** How often a display of the server's clock is drawn anew so that it shows every `everyMs` of it, but never more than once a second. [ms] */
export function drawEvery(everyMs: number, speed: number): number {
  return Math.max(1_000, everyMs / speed)
}

// Until the first answer the server's clock is taken for ours. Date.now, not performance.now: a phone that slept goes on.
let told: Told = { serverNow: 0, speed: 1, deviceNow: 0 }

/** @param serverNow ISO 8601 of the server's domain clock, as it was when the answer was sent */
export function setServerClock(serverNow: string, speed: number): void {
  told = { serverNow: Date.parse(serverNow), speed, deviceNow: Date.now() }
}

/** The server's domain clock. [epoch ms] */
export function serverNow(): number {
  return toServerClock(Date.now())
}

/** How fast the server's domain clock runs. */
export function clockSpeed(): number {
  return told.speed
}

/** An instant of this device's clock on the server's. [epoch ms] */
export function toServerClock(deviceInstant: number): number {
  return Math.round(onServerClock(told, deviceInstant))
}
