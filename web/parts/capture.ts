/** Where and when a photo was taken, as far as the device tells. */
export interface Fix {
  lon: number
  lat: number
  accuracyM: number
}

const PATIENCE_MS = 8_000

/** The place of this device, or null when it may not or cannot be told: field work goes on without. */
export function whereAmI(): Promise<Fix | null> {
  if (!('geolocation' in navigator)) return Promise.resolve(null)
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude, accuracyM: coords.accuracy }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    )
  })
}

/**
 * When a photo was taken: what the file says, if that lies between the opening of the task and now; a camera's file is made at
 * the shot. Otherwise the moment it was chosen, which is the only other thing known. All on the server's clock. [epoch ms]
 */
export function takenAt(fileModified: number, openedAt: number, now: number): number {
  return fileModified >= openedAt && fileModified <= now ? fileModified : now
}
