import type { Language, Translator } from '../../platform/i18n.ts'
import type { SheetCell, SheetColumn, SheetRow, WorkbookPlan } from '../../platform/tables/workbook-flow.ts'
import { bearingDeg, type Degrees, metresBetween } from '../../standards/places.ts'
import { type Attribute, allAttributes, circleAt } from './model.ts'
import type { SourceView } from './views.ts'

/** From where distances are told. */
export interface Seat extends Degrees {
  name: string
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
  // catalogue keys: source.attribute.*, source.class.*, source.kind.*, source.state.*, source.circle.*, source.choice.*
  const columns: SheetColumn[] = [
    text('source.column.code', 14),
    text('source.column.name', 30),
    text('source.column.class', 10),
    text('source.column.kind', 16),
    number('source.column.lon'),
    number('source.column.lat'),
    text('source.column.region', 14),
    text('source.column.address', 30),
    text('source.column.owner', 24),
    text('source.column.unit', 20),
    text('source.column.person', 12),
    text('source.column.state', 10),
    text('source.column.since', 12),
    ...allAttributes.map((one): SheetColumn => {
      const unit = 'unit' in one && one.unit !== '' ? ` (${one.unit})` : ''
      const title = `${t(`source.attribute.${one.key}`)}${unit}`
      return { title, width: 14, kind: one.type === 'number' ? 'number' : 'text' }
    }),
    ...(seat === null
      ? []
      : [number('source.column.distance'), number('source.column.bearing'), text('source.column.circle', 12)]),
  ]
  const attribute = (one: Attribute, source: SourceView): SheetCell => {
    const value = source.attributes[one.key]
    if (value === undefined) return null
    if (typeof value === 'boolean') return t(value ? 'source.yes' : 'source.no')
    return one.type === 'choice' ? t(`source.choice.${one.key}.${value}`) : value
  }
  const row = (source: SourceView): SheetRow => {
    const distance = seat === null ? 0 : metresBetween(seat, placeOf(source))
    const circle = circleAt(distance)
    return [
      source.code,
      source.name,
      t(`source.class.${source.class}`),
      t(`source.kind.${source.kind}`),
      source.lonWgs84,
      source.latWgs84,
      source.regionName,
      source.address,
      source.owner,
      source.unit,
      source.person,
      t(`source.state.${source.state}`),
      source.stateSince,
      ...allAttributes.map((one) => attribute(one, source)),
      ...(seat === null
        ? []
        : [
            Math.round(distance),
            Math.round(bearingDeg(seat, placeOf(source))) % 360,
            t(`source.circle.${circle ?? 'beyond'}`),
          ]),
    ]
  }
  async function* rows(): AsyncGenerator<readonly SheetRow[]> {
    for await (const page of pages) yield page.map(row)
  }
  return { sheet: t('source.sheet'), columns, pages: rows(), madeAt }
}

function placeOf({ lonWgs84, latWgs84 }: SourceView): Degrees {
  return { lon: lonWgs84, lat: latWgs84 }
}
