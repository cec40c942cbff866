import { Link } from '@tanstack/react-router'
import { Empty } from '../parts/states.tsx'
import { useText } from '../text/language.ts'

export function NotFound() {
  const { t } = useText()
  return (
    <main className="alone">
      <Empty title={t('web.not-found.title')}>
        <Link to="/">{t('web.not-found.home')}</Link>
      </Empty>
    </main>
  )
}
