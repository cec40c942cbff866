import type { Language, Translator } from '../../platform/i18n.ts'
import type { SheetCell, SheetColumn, SheetRow, WorkbookPlan } from '../../platform/tables/workbook-writer.ts'
import { bearingDeg, type Degrees, metresBetween } from '../../standards/places.ts'
import { type CircleRadii, circleAt } from '../stations/model.ts'
import { type Attribute, allAttributes } from './model.ts'
import type { SourceView } from './views.ts'

/** From where distances are told, and how far the circles around it reach. */
export interface Seat extends Degrees {
  name: string
  radiiKm: CircleRadii
}

/**
 * The register as a workbook for people: what the list shows and all that it has room for, words in their language, a column for
 * each attribute that some kind has. What it holds can be read back in by `import --as sources`.
 * @param seat the station that distances are told from; null: none is
 */
export function workbookOfSources(
  pages: AsyncIterable<readonly SourceView[]>,
  seat: Seat | null,
  words: Translator,
  language: Language,
  madeAt: number,
): WorkbookPlan {
  const t = words.translator(language)
  const text = (title: string, width: number): SheetColumn => ({ title: t(title), width, kind: 'text' })
  const number = (title: string): SheetColumn => ({ title: t(title), width: 12, kind: 'number' })
  // catalogue keys: web.source.*, web.sources.attribute.*, web.sources.kind.*, web.sources.state.*, web.sources.circle.*, web.sources.choice.*
  const columns: SheetColumn[] = [
    text('web.sources.column.code', 14),
    text('web.sources.column.name', 30),
    text('web.sources.column.class', 10),
    text('web.sources.column.kind', 16),
    number('web.sources.column.lon'),
    number('web.sources.column.lat'),
    text('web.sources.column.region', 14),
    text('web.sources.column.address', 30),
    text('web.sources.column.owner', 24),
    text('web.sources.column.unit', 20),
    text('web.sources.column.person', 12),
    text('web.sources.column.state', 10),
    text('web.sources.column.since', 12),
    ...allAttributes.map((one): SheetColumn => {
      const unit = 'unit' in one && one.unit !== '' ? ` (${one.unit})` : ''
      const title = `${t(`web.sources.attribute.${one.key}`)}${unit}`
      return { title, width: 14, kind: one.type === 'number' ? 'number' : 'text' }
    }),
    ...(seat === null
      ? []
      : [
          number('web.sources.column.distance'),
          number('web.sources.column.bearing'),
          text('web.sources.column.circle', 12),
        ]),
  ]
  const attribute = (one: Attribute, source: SourceView): SheetCell => {
    const value = source.attributes[one.key]
    if (value === undefined) return null
    if (typeof value === 'boolean') return t(value ? 'web.sources.yes' : 'web.sources.no')
    return one.type === 'choice' ? t(`web.sources.choice.${one.key}.${value}`) : value
  }
  const row = (source: SourceView): SheetRow => {
    const distance = seat === null ? 0 : metresBetween(seat, placeOf(source))
    const circle = seat === null ? null : circleAt(distance, seat.radiiKm)
    return [
      source.code,
      source.name,
      t(`web.source.${source.class}`),
      t(`web.sources.kind.${source.kind}`),
      source.lonWgs84,
      source.latWgs84,
      source.regionName,
      source.address,
      source.owner,
      source.unit,
      source.person,
      t(`web.sources.state.${source.state}`),
      source.stateSince,
      ...allAttributes.map((one) => attribute(one, source)),
      ...(seat === null
        ? []
        : [
            Math.round(distance),
            Math.round(bearingDeg(seat, placeOf(source))) % 360,
            t(`web.sources.circle.${circle ?? 'beyond'}`),
          ]),
    ]
  }
  async function* rows(): AsyncGenerator<readonly SheetRow[]> {
    for await (const page of pages) yield page.map(row)
  }
  return { sheet: t('web.sources.sheet'), columns, pages: rows(), madeAt }
}

function placeOf({ lonWgs84, latWgs84 }: SourceView): Degrees {
  return { lon: lonWgs84, lat: latWgs84 }
}
