import { type RefObject, useState } from 'react'
import { saveSheet } from '../api/sheet.ts'
import { toast } from '../parts/toasts.tsx'
import { useText } from '../text/language.ts'
import { wordOf } from '../text/names.ts'
import type { Line } from './line.ts'
import { saveFile, savePicture } from './picture.ts'
import { csvOf, type Sheet, sheetOf } from './rows.ts'
import type { View } from './view.ts'

// catalogue keys: web.station.quality.*

/** Rows that a workbook made of what is on the screen may have. */
const MOST_ROWS = 10_000

/** What is shown, to take along: as a picture, as CSV, as a workbook. */
export function TakeAlong(props: {
  picture: RefObject<HTMLElement | null>
  lines: readonly Line[]
  view: View
  fileName: string
  /** Is something of it still on its way? Half of it is given to nobody. */
  isComing: boolean
}) {
  const { t } = useText()
  const [isBusy, setBusy] = useState(false)
  const sheet = (): Sheet =>
    sheetOf(props.lines, props.view, {
      time: t('web.chart.period-end'),
      quality: t('web.station.quality'),
      qualityOf: (quality) => wordOf('web.station.quality', quality, t),
    })
  const saved = (saving: Promise<void>) => {
    setBusy(true)
    saving.catch(() => toast(t('web.table.not-saved'))).finally(() => setBusy(false))
  }
  const csv = async () => saveFile(new Blob([csvOf(sheet())], { type: 'text/csv' }), `${props.fileName}.csv`)
  const excel = async () => {
    const { columns, rows } = sheet()
    if (rows.length > MOST_ROWS) return toast(t('web.chart.too-many-rows', { rows: MOST_ROWS }))
    await saveSheet({ sheet: props.fileName.slice(0, 60), columns, rows })
  }
  const png = async () => {
    if (props.picture.current !== null) await savePicture(props.picture.current, `${props.fileName}.png`)
  }
  const forms = [
    [t('web.chart.png'), png],
    [t('web.station.csv'), csv],
    [t('web.station.excel'), excel],
  ] as const
  return (
    <span className="take-along not-in-picture">
      {forms.map(([name, save]) => (
        <button
          key={name}
          type="button"
          className="link"
          disabled={isBusy || props.isComing}
          onClick={() => saved(save())}
        >
          {name}
        </button>
      ))}
    </span>
  )
}
