import { useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useText } from '../text/language.ts'
import { dateClockText } from '../time/format.ts'
import { useNow } from '../time/use-now.ts'
import { useMe } from './me.ts'
import { sheetRule } from './paper.ts'

const MINUTE_MS = 60_000

/** How the room is laid out when it is printed, and what stands at the foot of each sheet. */
export function usePaper(): void {
  const { t } = useText()
  const { county } = useMe()
  const { pathname, href } = useLocation()
  const now = useNow(MINUTE_MS)
  const at = dateClockText(now, t)
  useEffect(() => {
    // Made here and not written into the page: no page of Weike may hold styles of its own (Content-Security-Policy).
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(sheetRule(pathname, { county: county.name, at, address: `${location.origin}${href}` }))
    document.adoptedStyleSheets.push(sheet)
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    }
  }, [pathname, href, county.name, at])
}
