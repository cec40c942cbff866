import { useEffect } from 'react'

/**
 * What a screen on a wall needs: the key `f` fills it, and it is asked not to go dark for as long as the page is seen. Where the
 * browser has no wake lock, or will not give one (battery low, plain http), the screen's own settings hold.
 */
export function useWallScreen(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'f' || event.ctrlKey || event.metaKey || event.altKey) return
      const change = document.fullscreenElement
        ? document.exitFullscreen()
        : document.documentElement.requestFullscreen()
      // Refused by the browser: the page is as it was, and nothing is lost.
      change.catch(() => undefined)
    }
    let lock: WakeLockSentinel | null = null
    let isOver = false
    const keepAwake = async () => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return
      try {
        const given = await navigator.wakeLock.request('screen')
        if (isOver) await given.release()
        else lock = given
      } catch {
        lock = null
      }
    }
    // A lock is lost whenever the page is hidden.
    document.addEventListener('visibilitychange', keepAwake)
    document.addEventListener('keydown', onKey)
    keepAwake()
    return () => {
      isOver = true
      document.removeEventListener('visibilitychange', keepAwake)
      document.removeEventListener('keydown', onKey)
      lock?.release().catch(() => undefined)
    }
  }, [])
}
