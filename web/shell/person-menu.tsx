import { useEffect, useRef } from 'react'
import { call } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { toast } from '../parts/toasts.tsx'
import { useText } from '../text/language.ts'
import { wordOf } from '../text/names.ts'
import { goToSignIn } from './leave.ts'
import { useMe } from './me.tsx'
import { ThemeChoice } from './theme-choice.tsx'

/** Signs out here and now; when the server cannot be reached the cookie outlives the page, so that is not called done. */
export async function signOut(): Promise<void> {
  try {
    await call('DELETE /api/session', {})
    goToSignIn()
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    toast(error.title)
  }
}

export function PersonMenu({ isOpen, onToggle }: { isOpen: boolean; onToggle: (open: boolean) => void }) {
  const { t } = useText()
  const me = useMe()
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isOpen) return
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !ref.current?.contains(event.target as Node)) {
        onToggle(false)
      }
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('keydown', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('keydown', close)
    }
  }, [isOpen, onToggle])
  const roles = me.roles.map((role) => wordOf('web.role', role, t)).join(t('web.join'))
  return (
    <div className="person" ref={ref}>
      <button
        type="button"
        className="person-button"
        aria-expanded={isOpen}
        aria-haspopup="true"
        onClick={() => onToggle(!isOpen)}
      >
        <span>{me.name}</span> <span className="quiet">{roles}</span>
      </button>
      {isOpen && (
        <div className="person-sheet fade">
          <p className="label">{me.unit ?? me.county.name}</p>
          <ThemeChoice />
          <button type="button" className="button" onClick={signOut}>
            {t('web.session.sign-out')}
          </button>
        </div>
      )}
    </div>
  )
}
