import { type UntidyCell, untidyWorkbook } from './untidy-workbook.ts'

/** Rows of the register below that tell of a source which can be taken; of those that cannot, by their reason; and of none. */
export const untidyRegisterHas = {
  rows: 10,
  taken: 5,
  refused: { repeated: 1, missing: 1, 'place-turned': 1 },
  others: 2,
} as const

/**
 * A register of sources as an office sends it: a merged title, who made it, blank rows between, no codes, headings with blanks and
 * units, places in degrees or in degrees, minutes and seconds, full-width figures, a source twice, one without a place, one whose
 * longitude stands where its latitude should, and sums and signatures below.
 * @param towns three towns of the county
 */
export function untidyRegister(
  county: string,
  [first, second, third]: readonly [string, string, string],
): Promise<Buffer> {
  const rows: UntidyCell[][] = [
    [`${county}涉气污染源排查台账（2026年10月）`],
    ['填报单位：蓝天办', null, null, null, null, null, '联系电话：0000-1234567'],
    ['序号', '企业名称', '污染源类型', '所属 镇街', '地址', '经度（°）', '纬度（°）', '负责人', '备注'],
    [1, '宏盛建材厂', '工业', first, '工业路8号', '113.4801', '29.5302', '王某', null],
    [2, '顺达砂石料场', '扬尘', second, '码头东侧', '113°25′48.0″', '29°28′12.0″', '李某', '露天堆场'],
    [null],
    [3, '宏盛建材厂', '工业', first, '工业路8号', '113.4801', '29.5302', '王某', '重复'],
    ['４', '四期工地', '工地', third, '滨江大道', '１１３．５４２', '２９．４６１', '赵某', '施工中'],
    [5, '老张烧烤店', '烧烤店', first, '美食街12号', null, null, '张某', '坐标待核'],
    [6, '机械加工厂', '工业企业', second, '南街', '113度34分30秒', '29度26分06秒', '孙某', null],
    [7, '家具厂', '工业', third, null, '29.6011', '113.4622', '周某', null],
    [8, '南街加油站', '加油站', third, null, '东经113.5500', '北纬29.4500', null, null],
    [null],
    ['合计', '8家'],
    ['填表人：刘某', null, null, null, null, null, '审核：'],
  ]
  return untidyWorkbook([{ name: 'Sheet1', rows, merges: ['A1:I1', 'A2:F2', 'G2:I2'] }])
}
