import { Link, useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { Dialog } from '../parts/dialog.tsx'
import { useText } from '../text/language.ts'
import { wordOf } from '../text/names.ts'
import { useOpenCounts } from './counts.ts'
import { useMe } from './me.tsx'
import { signOut } from './person-menu.tsx'
import { footRooms, type RoomPath, roomsFor } from './rooms.ts'
import { ThemeChoice } from './theme-choice.tsx'

// catalogue keys: web.room.*
const icons: Readonly<Partial<Record<RoomPath, string>>> = {
  '/': 'M4 17a8.5 8.5 0 1 1 16 0M12 15l4-5.5',
  '/alerts': 'M12 4 21 19.5H3ZM12 10v4.5M12 16.4v1',
  '/tasks': 'M4 6h2M4 12h2M4 18h2M9.5 6H20M9.5 12H20M9.5 18H20',
  '/field': 'M4 6h2M4 12h2M4 18h2M9.5 6H20M9.5 12H20M9.5 18H20',
  '/cases': 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 1 0 0-17ZM12 3.5v17M12 7.5h4.5M12 12h7M12 16.5h4.5',
}
const person = 'M12 4.2a3.8 3.8 0 1 0 0 7.6 3.8 3.8 0 1 0 0-7.6ZM4.5 20.5c0-4 3.2-6.3 7.5-6.3s7.5 2.3 7.5 6.3'

function FootIcon({ path }: { path: string }) {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">
      <path className="stroke" d={path} />
    </svg>
  )
}

/** The phone's way between rooms; the last button holds the rest, the language and the way out. */
export function FootBar() {
  const { t } = useText()
  const me = useMe()
  const counts = useOpenCounts()
  const pathname = useLocation({ select: (at) => at.pathname })
  const [isOpen, setOpen] = useState(false)
  // One task fills the phone: its own button is the only one in the thumb's reach.
  if (/^\/field\/./.test(pathname)) return null
  const foot = footRooms(me)
  const rest = roomsFor(me).filter((room) => !foot.some((each) => each.path === room.path))
  return (
    <nav className="foot no-print" aria-label={t('web.shell.rooms')}>
      {foot.map((room) => {
        const count = room.counts && counts[room.counts]
        return (
          <Link
            key={room.path}
            to={room.path}
            className="foot-link"
            activeOptions={{ exact: room.path === '/', includeSearch: false }}
          >
            <FootIcon path={icons[room.path] ?? ''} />
            <span>
              {t(room.name)}
              {count ? <span className="foot-count"> {count}</span> : null}
            </span>
          </Link>
        )
      })}
      <button type="button" className="foot-link" onClick={() => setOpen(true)}>
        <FootIcon path={person} />
        <span>{t('web.room.me')}</span>
      </button>
      {isOpen && (
        <Dialog title={me.name} onClose={() => setOpen(false)}>
          <p className="quiet">
            {[...me.roles.map((role) => wordOf('web.role', role, t)), me.unit ?? me.county.name].join(t('web.join'))}
          </p>
          {rest.length > 0 && (
            <ul className="foot-rest">
              {rest.map((room) => (
                <li key={room.path}>
                  <Link to={room.path} onClick={() => setOpen(false)}>
                    {t(room.name)}
                  </Link>
                </li>
              ))}
            </ul>
          )}
          <ThemeChoice />
          <button type="button" className="button wide" onClick={signOut}>
            {t('web.session.sign-out')}
          </button>
        </Dialog>
      )}
    </nav>
  )
}
