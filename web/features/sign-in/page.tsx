import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { forgetPlace } from '../../api/chain-place.ts'
import { call } from '../../api/client.ts'
import { enter, sessionQuery } from '../../api/queries.ts'
import { BrandMark } from '../../parts/brand-mark.tsx'
import { Trouble } from '../../parts/states.tsx'
import { LanguageSwitch } from '../../shell/language-switch.tsx'
import { homeOf } from '../../shell/rooms.ts'
import { useText } from '../../text/language.ts'
import { wordOf } from '../../text/names.ts'
import { demoQuery } from './demo.ts'
import './sign-in.css'

const route = getRouteApi('/sign-in')

/** The door. In the demo everyone's key hangs beside it. */
export function SignInPage() {
  const { t } = useText()
  const { to } = route.useSearch()
  const queries = useQueryClient()
  const router = useRouter()
  const demo = useQuery(demoQuery)
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)

  async function signIn(signInName: string, password: string): Promise<void> {
    setBusy(true)
    setError(null)
    try {
      const me = await call('POST /api/session', { body: { signInName, password } })
      queries.clear()
      forgetPlace()
      enter(me)
      queries.setQueryData(sessionQuery.queryKey, me)
      await router.invalidate()
      router.history.push(to ?? homeOf(me))
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }

  return (
    <main className="door">
      <title>{`${t('web.sign-in.title')} · ${t('web.brand')}`}</title>
      <header className="door-head">
        <BrandMark size={24} />
        <b>{t('web.brand')}</b>
        {demo.data?.demo && <span className="badge">{t('web.demo.badge')}</span>}
        <span className="top-space" />
        <LanguageSwitch />
      </header>
      <div className="door-body">
        <form
          className="door-form"
          onSubmit={(event) => {
            event.preventDefault()
            const form = new FormData(event.currentTarget)
            signIn(String(form.get('signInName') ?? ''), String(form.get('password') ?? ''))
          }}
        >
          <h1>{t('web.sign-in.title')}</h1>
          <p className="quiet">{t('web.sign-in.motto')}</p>
          <label className="field">
            <span>{t('web.sign-in.name')}</span>
            <input
              className="input"
              name="signInName"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
          </label>
          <label className="field">
            <span>{t('web.sign-in.password')}</span>
            <input className="input" name="password" type="password" autoComplete="current-password" required />
          </label>
          {error !== null && <Trouble error={error} />}
          <button type="submit" className="button primary wide tall" disabled={isBusy}>
            {isBusy ? t('web.act.sending') : t('web.sign-in.button')}
          </button>
          {demo.data?.demo === false && (
            <details>
              <summary className="label">{t('web.sign-in.no-key')}</summary>
              <p className="quiet">{t('web.sign-in.first-key')}</p>
              <p className="quiet">{t('web.sign-in.lost-key')}</p>
            </details>
          )}
        </form>
        {demo.data?.demo && (
          <section className="door-demo" aria-labelledby="demo-people">
            <h2 id="demo-people">{t('web.sign-in.demo')}</h2>
            <p className="label">{t('web.demo.explain')}</p>
            <ul className="door-people">
              {demo.data.signIns.map((one) => (
                <li key={one.signInName}>
                  <button type="button" disabled={isBusy} onClick={() => signIn(one.signInName, one.password)}>
                    <b>{one.name}</b>
                    <span className="quiet">{wordOf('web.role', one.role, t)}</span>
                    <span className="label push">{wordOf('web.sign-in.does', one.role, t)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </main>
  )
}
