/** Does something when nothing else is to be done, or at the latest then. [ms] @returns a function that takes it back */
export function whenIdle(act: () => void, latestMs: number): () => void {
  // Some browsers of phones do not tell.
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(act)
    return () => clearTimeout(timer)
  }
  const idle = requestIdleCallback(() => act(), { timeout: latestMs })
  return () => cancelIdleCallback(idle)
}
