import { type ReactNode, useRef, useState } from 'react'
import type { Name } from '../../api/client.ts'
import { pathOf } from '../../api/path.ts'
import '../../charts/charts.css'
import { savePicture } from '../../charts/picture.ts'
import { Trouble } from '../../parts/states.tsx'
import { useText } from '../../text/language.ts'

/** What is shown and can be taken along as it is: as a picture, as CSV, as an Excel workbook. */
export function Frame(props: {
  title: string
  note?: string
  /** Where the same is had as a file. */
  file: { name: Name; query: object }
  fileName: string
  children: ReactNode
}) {
  const { t } = useText()
  const ref = useRef<HTMLElement>(null)
  const [error, setError] = useState<unknown>(null)
  const save = () => {
    if (ref.current === null) return
    setError(null)
    savePicture(ref.current, `${props.fileName}.png`).catch(setError)
  }
  const address = (format: 'csv' | 'xlsx') => pathOf(props.file.name, {}, { ...props.file.query, format })
  return (
    <section ref={ref} className="evaluation-frame">
      <header className="block-head">
        <h2>{props.title}</h2>
        {props.note && <span className="label">{props.note}</span>}
        <span className="evaluation-files not-in-picture">
          <button type="button" className="link" onClick={save}>
            {t('web.evaluation.png')}
          </button>
          <a className="link" href={address('csv')} download>
            {t('web.evaluation.csv')}
          </a>
          <a className="link" href={address('xlsx')} download>
            {t('web.evaluation.xlsx')}
          </a>
        </span>
      </header>
      {error !== null && <Trouble error={error} />}
      {props.children}
    </section>
  )
}
