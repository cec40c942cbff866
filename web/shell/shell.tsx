import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { startLive } from '../api/live.ts'
import { Toasts } from '../parts/toasts.tsx'
import { useText } from '../text/language.ts'
import { dateClockText } from '../time/format.ts'
import { useNow } from '../time/use-now.ts'
import { useOpenCounts } from './counts.ts'
import { FootBar } from './foot-bar.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { goToSignIn } from './leave.ts'
import { LiveLine } from './live-line.tsx'
import { useMe } from './me.ts'
import { PersonMenu } from './person-menu.tsx'
import { isPageOf, roomsFor } from './rooms.ts'

// catalogue keys: web.room.*

/** The frame around every room: rail, top bar, on a phone the bottom bar, and the one live stream of the page. */
export function Shell() {
  const { t } = useText()
  const queries = useQueryClient()
  useEffect(() => startLive(queries, goToSignIn), [queries])
  return (
    <div className="shell">
      <a className="skip" href="#room">
        {t('web.shell.skip')}
      </a>
      <Rail />
      <TopBar />
      <main className="room" id="room" tabIndex={-1}>
        <Outlet />
      </main>
      <FootBar />
      <Toasts />
    </div>
  )
}

function Rail() {
  const { t } = useText()
  const me = useMe()
  const counts = useOpenCounts()
  const rooms = roomsFor(me)
  const { pathname } = useLocation()
  return (
    <nav className="rail no-print" aria-label={t('web.shell.rooms')}>
      <Link to="/" className="brand plain" activeProps={{ 'aria-current': undefined }}>
        <img src="/icon.svg" width="24" height="24" alt="" />
        <span>{t('web.brand')}</span>
      </Link>
      {[0, 1, 2, 3].map((group) => {
        const inGroup = rooms.filter((room) => room.group === group)
        if (inGroup.length === 0) return null
        return (
          <ul key={group} className="rail-group">
            {inGroup.map((room) => {
              const count = room.counts && counts[room.counts]
              return (
                <li key={room.path}>
                  <Link
                    to={room.path}
                    className="rail-link"
                    activeOptions={{ exact: room.path === '/', includeSearch: false }}
                    aria-current={isPageOf(room, pathname) ? 'page' : undefined}
                  >
                    <span>{t(room.name)}</span>
                    {count ? <span className="rail-count">{count}</span> : null}
                  </Link>
                </li>
              )
            })}
          </ul>
        )
      })}
    </nav>
  )
}

function TopBar() {
  const { t, language } = useText()
  const me = useMe()
  const now = useNow(1_000)
  const [isOpen, setOpen] = useState(false)
  return (
    <header className="top no-print">
      <img className="top-icon" src="/icon.svg" width="24" height="24" alt="" />
      <b className="top-county cut">{me.county.name}</b>
      {me.county.demo && (
        <span className="badge" title={t('web.demo.explain')}>
          {t('web.demo.badge')}
        </span>
      )}
      <span className="top-space" />
      <LiveLine />
      <b className="top-clock nowrap">{dateClockText(now, language)}</b>
      {me.may('read-readings') && (
        <Link to="/wall" className="top-wall nowrap">
          {t('web.shell.wall')}
        </Link>
      )}
      <LanguageSwitch />
      <PersonMenu isOpen={isOpen} onToggle={setOpen} />
    </header>
  )
}
