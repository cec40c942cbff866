import { useEffect, useState } from 'react'
import { clockSpeed, drawEvery, serverNow } from '../api/clock.ts'

/** The server's clock [epoch ms], drawn anew every `everyMs` of that clock, at most once a second. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), drawEvery(everyMs, clockSpeed()))
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
