import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { newEnvelope } from '../../api/acts.ts'
import { call } from '../../api/client.ts'
import type { Region } from '../../api/queries.ts'
import { toast } from '../../parts/toasts.tsx'
import { useText } from '../../text/language.ts'
import { CountyForm } from '../settings/county-form.tsx'
import { BringFile } from './bring-file.tsx'
import { countiesIn } from './county-in-file.ts'
import { isNamed } from './steps.ts'

/** Which county this is, and where its borders run: both out of one file where it says so. */
export function CountyStep({ county, later }: { county: Region | undefined; later: () => void }) {
  const { t } = useText()
  const queries = useQueryClient()
  const named = isNamed(county?.code)
  const [choice, setChoice] = useState<{ counties: readonly { code: string; name: string }[]; file: string } | null>(
    null,
  )
  const nameAs = async (wanted: { code: string; name: string }) => {
    await call('POST /api/county', { body: { ...newEnvelope(), ...wanted } })
    // The top bar says what the county is called, and everything below it goes by the new code.
    await queries.invalidateQueries()
    toast(t('web.welcome.county-named', wanted))
  }
  /** A file that draws one county alone says which this is; of several somebody has to choose. */
  const before = async (file: File) => {
    if (named) return true
    const counties = countiesIn(await file.text())
    const [only, second] = counties
    if (only !== undefined && second === undefined) await nameAs(only)
    if (second !== undefined) setChoice({ counties, file: file.name })
    return second === undefined
  }
  return (
    <>
      <p className="quiet">{t('web.welcome.note.county')}</p>
      {named && county && <p>{t('web.welcome.county-is', { name: county.name, code: county.code })}</p>}
      <div className="guide-acts">
        <BringFile
          kind="regions"
          accept=".geojson,.json"
          button={t('web.welcome.choose-borders')}
          isPrimary
          before={before}
        />
        <button type="button" className="button" onClick={later}>
          {t('web.welcome.later')}
        </button>
      </div>
      {choice !== null && !named && (
        <div className="guide-choice">
          <p>{t('web.welcome.which-county', { file: choice.file })}</p>
          <p className="chips">
            {choice.counties.map((one) => (
              <button key={one.code} type="button" className="chip" onClick={() => nameAs(one)}>
                {one.name} <span>{one.code}</span>
              </button>
            ))}
          </p>
        </div>
      )}
      <details className="guide-by-hand">
        <summary>{t(named ? 'web.settings.name-county' : 'web.welcome.name-by-hand')}</summary>
        <CountyForm
          key={county?.code}
          code={named ? (county?.code ?? '') : ''}
          name={named ? (county?.name ?? '') : ''}
          onDone={() => toast(t('web.settings.changed'))}
        />
      </details>
    </>
  )
}
