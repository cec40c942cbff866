import type { DeskFile } from './files.ts'
import { landscapeAsGeoJson } from './landscape.ts'
import { outlinesAsGeoJson } from './outlines.ts'
import { county, towns, units } from './place.ts'
import { sources } from './world/sources.ts'

/** What the county has in its drawers before anybody measures anything: borders, a map, and a register of its sources. */
export function registers(): DeskFile[] {
  const bytes = (text: string) => new TextEncoder().encode(text)
  return [
    { fileName: `${county.name.zh}边界（模拟）.geojson`, kind: 'regions', bytes: bytes(outlinesAsGeoJson()) },
    { fileName: `${county.name.zh}底图（模拟）.geojson`, kind: 'landscape', bytes: bytes(landscapeAsGeoJson()) },
    { fileName: `${county.name.zh}污染源登记表（模拟）.csv`, kind: 'sources', bytes: bytes(sourceTable()) },
  ]
}

/** The register as a clerk keeps it. */
export function sourceTable(): string {
  const unitName = (key: string | undefined) => units.find((unit) => unit.key === key)?.name.zh ?? ''
  const header = ['编码', '名称', '种类', '经度', '纬度', '区域', '业主', '责任单位', '备注']
  const rows = sources.map((source) => [
    source.code,
    source.name.zh,
    source.kind,
    String(source.lonWgs84),
    String(source.latWgs84),
    towns.find(({ code }) => code === source.townCode)?.name.zh ?? '',
    source.owner?.zh ?? unitName(source.ownerKey),
    unitName(source.unitKey),
    '模拟',
  ])
  return [header, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('')
}
