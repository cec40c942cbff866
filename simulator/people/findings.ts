import type { Scene } from './drawing.ts'

/** The four classes of sources. */
export type SourceClass = 'mobile' | 'dust' | 'industry' | 'living'

/** What a grid member finds on the spot. */
export interface Finding {
  sourceClass: SourceClass
  /** At sources of these kinds. */
  kinds: readonly string[]
  title: string
  scene: Scene
  /** What the unit says when it is mended. */
  result: string
}

// biome-ignore format: a table to proof-read
export const findings: readonly Finding[] = [
  { sourceClass: 'dust',     kinds: ['construction-site'],                title: '裸土未覆盖',               scene: 'dust',    result: '裸土已全部覆盖，雾炮恢复使用' },
  { sourceClass: 'dust',     kinds: ['construction-site'],                title: '夜间施工未开喷淋',         scene: 'dust',    result: '已停工整改，喷淋和围挡恢复' },
  { sourceClass: 'dust',     kinds: ['construction-site', 'road-section'], title: '渣土车带泥上路，路面积尘', scene: 'vehicle', result: '路面已冲洗，出口洗车台已修复' },
  { sourceClass: 'dust',     kinds: ['yard', 'bare-soil'],                title: '堆料、裸地未苫盖',         scene: 'dust',    result: '已苫盖，装卸时喷雾' },
  { sourceClass: 'industry', kinds: ['enterprise'],                       title: '除尘设施停运，烟气直排',   scene: 'smoke',   result: '除尘设施已恢复运行，值班记录已补全' },
  { sourceClass: 'industry', kinds: ['enterprise'],                       title: '车间门窗敞开，粉尘外逸',   scene: 'smoke',   result: '门窗已封闭，集气罩已加装' },
  { sourceClass: 'living',   kinds: ['straw-plot', 'open-burning-place'], title: '露天焚烧秸秆杂物',         scene: 'smoke',   result: '明火已扑灭，村组已巡查，人员已教育' },
  { sourceClass: 'living',   kinds: ['restaurant'],                       title: '油烟净化器未开',           scene: 'kitchen', result: '净化器已清洗并开启，已列入复查' },
  { sourceClass: 'living',   kinds: ['restaurant'],                       title: '店外露天烧烤',             scene: 'kitchen', result: '摊点已入室，设备已收缴' },
  { sourceClass: 'living',   kinds: ['fireworks-shop'],                   title: '超范围存放烟花',           scene: 'kitchen', result: '超量烟花已清退，店主已约谈' },
  { sourceClass: 'living',   kinds: ['other-living'],                     title: '禁放时段燃放烟花爆竹',     scene: 'smoke',   result: '已劝阻，残屑已清扫，已入户告知' },
  { sourceClass: 'mobile',   kinds: ['gate', 'truck-depot'],              title: '柴油货车冒黑烟',           scene: 'vehicle', result: '车辆已检测维修，复检合格' },
  { sourceClass: 'mobile',   kinds: ['machine-site', 'farm-machine'],     title: '非道路机械未编码登记',     scene: 'vehicle', result: '已登记编码，排放检测合格' },
  { sourceClass: 'mobile',   kinds: ['petrol-station'],                   title: '油气回收装置停用',         scene: 'vehicle', result: '油气回收已恢复，气液比检测合格' },
]

/** Which unit answers for a class, by the name that the county gave it; the first that there is. */
export const unitsOfClass: Readonly<Record<SourceClass, readonly string[]>> = {
  mobile: ['区交通局', '区生态环境局'],
  dust: ['区住建局', '区城管局'],
  industry: ['区生态环境局'],
  living: ['区城管局', '区农业农村局'],
}

/** What a dispatcher writes who returns a case. */
export const reasonsToReturn = [
  '照片看不出整改部位，请补近景和远景各一张',
  '只覆盖了一半，东侧仍裸露，请整改到位后再提交',
  '缺少设施运行记录，请补充',
] as const
