import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { transformIn, type View } from './frame.ts'
import type { Stand } from './stand.ts'

/** What is drawn on a map for one view, and laid where each other one has it. */
export function Plane({ stand, view, children }: { stand: Stand; view: View; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const lay = (live: View) => {
      if (ref.current) ref.current.style.transform = transformIn(view, live)
    }
    lay(stand.live)
    return stand.onMove(lay)
  }, [stand, view])
  return (
    <div ref={ref} className="map-plane">
      {children}
    </div>
  )
}
