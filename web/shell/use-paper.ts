import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { serverNow } from '../api/clock.ts'
import { useText } from '../text/language.ts'
import { dateClockText } from '../time/format.ts'
import { useMe } from './me.tsx'
import { sheetRule } from './paper.ts'

/**
 * How the room is laid out when it is printed, and what stands at the foot of each sheet: written when it comes to that, since a
 * style sheet that changes with every page would be part of every change of pages.
 */
export function usePaper(): void {
  const { t } = useText()
  const { name } = useMe().county
  const router = useRouter()
  useEffect(() => {
    // Made here and not written into the page: no page of Weike may hold styles of its own (Content-Security-Policy).
    const sheet = new CSSStyleSheet()
    document.adoptedStyleSheets.push(sheet)
    const layOut = () => {
      const { pathname, href } = router.state.location
      const foot = { county: name, at: dateClockText(serverNow(), t), address: `${location.origin}${href}` }
      sheet.replaceSync(sheetRule(pathname, foot))
    }
    const print = matchMedia('print')
    addEventListener('beforeprint', layOut)
    print.addEventListener('change', layOut)
    return () => {
      removeEventListener('beforeprint', layOut)
      print.removeEventListener('change', layOut)
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    }
  }, [router, name, t])
}
