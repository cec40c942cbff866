import type { Resolution } from '../../../src/domain/readings/model.ts'
import type { Columns } from '../../api/columns.ts'
import { measuredOf } from '../../charts/columns-line.ts'
import type { Line, LineColour } from '../../charts/line.ts'
import type { View } from '../../charts/view.ts'
import type { Language, Translate } from '../../text/language.ts'
import { factorLabel } from '../../text/names.ts'
import { moved, viewBefore } from './past.ts'
import type { Past } from './view.ts'

/** One line that is wanted: a factor at a station, now or then. */
export interface Wanted {
  station: { code: string; name: string }
  factor: string
  past: Past | null
  /** its place among the stations: the same station has the same colour in every chart */
  place: number
}

/** In this order lines of one chart are told apart best. */
const palette: readonly LineColour[] = ['pm25', 'o3', 'pm10', 'no2', 'so2', 'co']
const dashes: readonly (readonly number[] | undefined)[] = [undefined, [7, 3]]
const PAST_DASH = [2, 3]

/** Stations × factors, each followed by its past. */
export function wantedOf(
  stations: readonly Wanted['station'][],
  factors: readonly string[],
  past: Past | null,
): Wanted[] {
  return factors.flatMap((factor) =>
    stations.flatMap((station, place) => {
      const here = { station: { code: station.code, name: station.name }, factor, place }
      return past === null
        ? [{ ...here, past: null }]
        : [
            { ...here, past: null },
            { ...here, past },
          ]
    }),
  )
}

/** The lines that have something to show. */
export function linesOf(
  wanted: readonly Wanted[],
  answers: readonly (readonly Columns[] | undefined)[],
  fetched: View,
  resolution: Resolution,
  t: Translate,
  language: Language,
): Line[] {
  return wanted.flatMap(({ station, factor, past, place }, index): Line[] => {
    const measured = measuredOf(answers[index] ?? [], factor, resolution)
    if (measured === null) return []
    const then = past === null ? null : pastText(past, t)
    const dash = past === null ? dashes[Math.floor(place / palette.length)] : PAST_DASH
    return [
      {
        ...(past === null ? measured : moved(measured, past, viewBefore(fetched, past))),
        key: [station.code, factor, then].filter(Boolean).join(' '),
        name: [factorLabel(factor, language), station.name, then].filter(Boolean).join(' '),
        factor,
        colour: palette[place % palette.length] ?? 'peer',
        ...(dash === undefined ? {} : { dash }),
      },
    ]
  })
}

function pastText(past: Past, t: Translate): string {
  return past.kind === 'year' ? t('web.compare.past.year-short') : t('web.compare.past.days-short', { days: past.days })
}
