import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, startTransition, useEffect, useState } from 'react'
import { startLive } from '../api/live.ts'
import { BrandMark } from '../parts/brand-mark.tsx'
import { Toasts } from '../parts/toasts.tsx'
import { useIsPhone } from '../parts/use-media.ts'
import { whenIdle } from '../parts/when-idle.ts'
import { allWords, useText } from '../text/language.ts'
import { dateClockText } from '../time/format.ts'
import { useNow } from '../time/use-now.ts'
import { useOpenCounts } from './counts.ts'
import { FootBar } from './foot-bar.tsx'
import { InboxButton } from './inbox-button.tsx'
import { SEARCH_KEYS } from './keys.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { goToSignIn } from './leave.ts'
import { LiveLine } from './live-line.tsx'
import { MeProvider, useMe } from './me.tsx'
import { OfflineBand } from './offline-band.tsx'
import { Palette } from './palette.tsx'
import { PersonMenu } from './person-menu.tsx'
import { isPageOf, roomsFor } from './rooms.ts'
import { useKeys } from './use-keys.ts'
import { usePaper } from './use-paper.ts'

const Inbox = lazy(async () => {
  const [{ InboxDrawer }] = await Promise.all([import('../features/inbox/drawer.tsx'), allWords()])
  return { default: InboxDrawer }
})
const KeysDialog = lazy(async () => {
  const [{ KeysDialog }] = await Promise.all([import('./keys-dialog.tsx'), allWords()])
  return { default: KeysDialog }
})

const LATEST_WORDS_MS = 2_000

// catalogue keys: web.room.*

/** The frame around every room: rail, top bar, on a phone the bottom bar, and the one live stream of the page. */
export function Shell() {
  return (
    <MeProvider>
      <Frame />
    </MeProvider>
  )
}

function Frame() {
  const { t } = useText()
  const queries = useQueryClient()
  const { personId } = useMe()
  useEffect(() => startLive(queries, personId, goToSignIn), [queries, personId])
  // What other rooms say comes when this one stands; a room that is opened before waits for it, and asks again where it failed.
  useEffect(() => whenIdle(() => void allWords().catch(() => {}), LATEST_WORDS_MS), [])
  usePaper()
  // Of the two ways between rooms only the one is drawn that shell.css shows.
  const isPhone = useIsPhone()
  const [opened, setOpened] = useState<'palette' | 'keys' | 'inbox' | null>(null)
  const openPalette = () => setOpened('palette')
  // As a transition: nothing is shown in its stead, for which React would wait a third of a second.
  const open = (what: 'keys' | 'inbox') => startTransition(() => setOpened(what))
  useKeys({
    openPalette,
    openKeys: () => open('keys'),
    openInbox: () => open('inbox'),
  })
  return (
    <div className="shell">
      <a className="skip" href="#room">
        {t('web.shell.skip')}
      </a>
      {!isPhone && <Rail />}
      <TopBar onSearch={openPalette} onInbox={() => open('inbox')} />
      <OfflineBand />
      <DemoOnPaper />
      <main className="room" id="room" tabIndex={-1}>
        <Outlet />
      </main>
      {isPhone && <FootBar />}
      <Toasts />
      {opened === 'palette' && <Palette onClose={() => setOpened(null)} />}
      <Suspense>
        {opened === 'inbox' && <Inbox onClose={() => setOpened(null)} />}
        {opened === 'keys' && <KeysDialog onClose={() => setOpened(null)} />}
      </Suspense>
    </div>
  )
}

/** The top bar is not printed: whoever holds the paper must know, too, that nobody measured it. */
function DemoOnPaper() {
  const { t } = useText()
  const me = useMe()
  return me.county.demo ? <p className="demo-on-paper">{t('web.demo.explain')}</p> : null
}

function Rail() {
  const { t } = useText()
  const me = useMe()
  const counts = useOpenCounts()
  const rooms = roomsFor(me)
  const pathname = useLocation({ select: (at) => at.pathname })
  return (
    <nav className="rail no-print" aria-label={t('web.shell.rooms')}>
      <Link to="/" className="brand plain" activeProps={{ 'aria-current': undefined }}>
        <BrandMark size={24} />
        <span>{t('web.brand')}</span>
      </Link>
      {[0, 1, 2, 3, 4].map((group) => {
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

function TopBar({ onSearch, onInbox }: { onSearch: () => void; onInbox: () => void }) {
  const { t } = useText()
  const me = useMe()
  const [isOpen, setOpen] = useState(false)
  return (
    <header className="top no-print">
      <BrandMark className="top-icon" size={24} />
      <b className="top-county cut">{me.county.name}</b>
      {me.county.demo && (
        <span className="badge" title={t('web.demo.explain')}>
          {t('web.demo.badge')}
        </span>
      )}
      <button type="button" className="search-button" onClick={onSearch}>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path className="stroke" d="M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 1 0 0-9ZM10.4 10.4 14 14" />
        </svg>
        <span className="search-hint cut">{t('web.palette.title')}</span>
        <kbd>{SEARCH_KEYS}</kbd>
      </button>
      <span className="top-space" />
      <InboxButton onOpen={onInbox} />
      <LiveLine />
      <Clock />
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

/** By itself: nothing else of the bar is drawn anew every second. */
function Clock() {
  const { t } = useText()
  return <b className="top-clock nowrap">{dateClockText(useNow(1_000), t)}</b>
}
