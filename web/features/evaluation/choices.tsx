import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'

/** What a page of the room lets choose besides: in the row of the room's choices, so that there is one row of them. */
export function Choices({ place, children }: { place: HTMLElement | null; children: ReactNode }) {
  return place && createPortal(children, place)
}
