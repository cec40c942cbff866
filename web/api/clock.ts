/** The server's clock as this browser knows it: its own clock and the difference that the session last told. */
let offsetMs = 0

/** @param serverNow ISO 8601 of the server's domain clock, as it was when the answer was sent */
export function setServerClock(serverNow: string): void {
  offsetMs = Date.parse(serverNow) - Date.now()
}

/** The server's domain clock. [epoch ms] */
export function serverNow(): number {
  return Date.now() + offsetMs
}

/** An instant of this device's clock on the server's. [epoch ms] */
export function toServerClock(deviceInstant: number): number {
  return deviceInstant + offsetMs
}
