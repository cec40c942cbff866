/**
 * The demo county: 清屿区, a place that does not exist. Its code is one that GB/T 2260 has not given away; its people,
 * firms and units are invented. Only plain data: the simulator lives in it, and the demo seeds it through the services.
 * Everything else refers to a row by its `code`, `key` or sign-in name.
 */

/** A name as the county writes it, and as an English screen may write it. */
export interface Names {
  zh: string
  en: string
}

export interface Place {
  lonWgs84: number
  latWgs84: number
}

/** Three digits below the county, numbered as GB/T 10114 does: 001– sub-districts, 100– towns, 200– townships. */
export interface Town {
  code: string
  name: Names
}

export type StationLevel = 'national' | 'provincial' | 'micro'

export interface Station extends Place {
  code: string
  name: Names
  level: StationLevel
  townCode: string
  /** What the provincial interface calls it, by which alone its hours come; null: it has a logger that sends them. */
  siteCode: string | null
}

/** An HJ 212-2017 logger of a station, which has one or several, but where an interface tells of it. */
export interface Device {
  /** 24 hexadecimal digits (HJ 212-2017, 6.3.3). */
  mn: string
  /** Six characters. It protects nothing: the demo listens to its own machine only. */
  pw: string
  name: Names
  stationCode: string
  factors: readonly string[]
  /** Length of the periods of CN 2051 [min]. */
  minuteInterval: number
  /** What DataTime names: the standard's way in all of them, so far. */
  dataTimeNames: 'start' | 'end'
  manner: Manner
}

/** What is odd about a logger, as with real ones. */
export interface Manner {
  /** Its clock less the time of its place. [ms] */
  aheadMs?: number
  /** A poor line: everything goes out so much later. [ms] */
  lateMs?: number
  /** Every night it goes down at a time of day [ms since midnight] and stays down so long. [ms] */
  restart?: { atMs: number; forMs: number }
  /** Its own names of factors, by the standard's code. */
  names?: Readonly<Record<string, string>>
}

export type UnitKind = 'task-force' | 'department' | 'town' | 'enterprise'

export interface Unit {
  key: string
  name: Names
  kind: UnitKind
  /** Where it is; null: the whole county is its place. */
  townCode: string | null
  /** Where its gate is, for those that can be a source. */
  place?: Place
}

export type Role =
  | 'administrator'
  | 'dispatcher'
  | 'liaison'
  | 'grid-member'
  | 'leader'
  | 'analyst'
  | 'enterprise'
  | 'auditor'

export interface Person {
  signInName: string
  name: Names
  roles: readonly Role[]
  unitKey: string
  /** The person's own ground; null: the whole county. */
  townCode: string | null
  /** Offered on the first page of the demo; who is not works by themselves. */
  isOffered: boolean
}

export const county: { code: string; name: Names } = {
  code: '439901',
  name: { zh: '清屿区', en: 'Qingyu District' },
}

// biome-ignore format: a table to proof-read
export const towns: readonly Town[] = [
  { code: '001', name: { zh: '青石桥街道', en: 'Qingshiqiao' } },
  { code: '002', name: { zh: '临江街道',   en: 'Linjiang' } },
  { code: '101', name: { zh: '柳林镇',     en: 'Liulin' } },
  { code: '102', name: { zh: '荷塘镇',     en: 'Hetang' } },
  { code: '103', name: { zh: '白鹭湾镇',   en: 'Bailuwan' } },
  { code: '104', name: { zh: '枫渡镇',     en: 'Fengdu' } },
  { code: '105', name: { zh: '双溪镇',     en: 'Shuangxi' } },
  { code: '201', name: { zh: '金家坨乡',   en: 'Jinjiatuo' } },
]

// biome-ignore format: a table to proof-read
const places: readonly Omit<Station, 'siteCode'>[] = [
  { code: 'QY001', name: { zh: '青石桥站', en: 'Qingshiqiao' }, level: 'national',   townCode: '001', lonWgs84: 113.5151, latWgs84: 29.4864 },
  { code: 'QY101', name: { zh: '枫渡站',   en: 'Fengdu' },      level: 'provincial', townCode: '104', lonWgs84: 113.577,  latWgs84: 29.4449 },
  { code: 'QY102', name: { zh: '双溪站',   en: 'Shuangxi' },    level: 'provincial', townCode: '105', lonWgs84: 113.4986, latWgs84: 29.4377 },
  { code: 'QYW01', name: { zh: '柳林大道微站', en: 'Liulin Avenue' },    level: 'micro', townCode: '101', lonWgs84: 113.4992, latWgs84: 29.5099 },
  { code: 'QYW02', name: { zh: '荷塘小学微站', en: 'Hetang School' },    level: 'micro', townCode: '102', lonWgs84: 113.5579, latWgs84: 29.5062 },
  { code: 'QYW03', name: { zh: '白鹭湾码头微站', en: 'Bailuwan Wharf' }, level: 'micro', townCode: '103', lonWgs84: 113.4749, latWgs84: 29.4747 },
  { code: 'QYW04', name: { zh: '临江公园微站', en: 'Linjiang Park' },    level: 'micro', townCode: '002', lonWgs84: 113.5502, latWgs84: 29.4747 },
  { code: 'QYW05', name: { zh: '金家坨微站',   en: 'Jinjiatuo' },        level: 'micro', townCode: '201', lonWgs84: 113.5172, latWgs84: 29.5256 },
  { code: 'QYW06', name: { zh: '迎宾路微站',   en: 'Yingbin Road' },     level: 'micro', townCode: '001', lonWgs84: 113.5086, latWgs84: 29.4972 },
  { code: 'QYW07', name: { zh: '青石桥小学微站', en: 'Qingshiqiao School' }, level: 'micro', townCode: '001', lonWgs84: 113.5204, latWgs84: 29.4817 },
  { code: 'QYW08', name: { zh: '滨江新城微站', en: 'Riverside' },        level: 'micro', townCode: '002', lonWgs84: 113.5351, latWgs84: 29.4699 },
  { code: 'QYW09', name: { zh: '城东客运站微站', en: 'East Coach Station' }, level: 'micro', townCode: '002', lonWgs84: 113.5318, latWgs84: 29.4881 },
  { code: 'QYW10', name: { zh: '建材园微站',   en: 'Materials Park' },    level: 'micro', townCode: '101', lonWgs84: 113.4943, latWgs84: 29.4977 },
  { code: 'QYW11', name: { zh: '双溪中学微站', en: 'Shuangxi School' },   level: 'micro', townCode: '105', lonWgs84: 113.4902, latWgs84: 29.4561 },
  { code: 'QYW12', name: { zh: '绕城西微站',   en: 'Ring Road West' },    level: 'micro', townCode: '103', lonWgs84: 113.4809, latWgs84: 29.4782 },
]

/** The national-control station belongs to the state: nobody's logger sends to the county, it comes by an interface. */
const siteCodes: Readonly<Record<string, string>> = { QY001: '439901401' }

export const stations: readonly Station[] = places.map((one) => ({ ...one, siteCode: siteCodes[one.code] ?? null }))

const sixPollutants = ['a34004', 'a34002', 'a21026', 'a21004', 'a21005', 'a05024'] as const
/** Temperature, humidity, pressure, wind speed and direction: where the mast has a logger of its own. */
const mast = ['a01001', 'a01002', 'a01006', 'a01007', 'a01008'] as const
/** Pollutants and weather. */
const wholeStation = [...sixPollutants, ...mast] as const
/** A micro-station on a lamp post has no mast for wind. */
const microStation = [...sixPollutants, 'a01001', 'a01002'] as const

// biome-ignore format: a table to proof-read
const loggers: readonly (readonly [station: string, mn: string, pw: string, factors: readonly string[]])[] = [
  ['QY101', '439901020000A05C1E7B0002', '815093', sixPollutants],
  ['QY102', '439901020000A05C1E7B0003', '370264', sixPollutants],
  ['QYW01', '43990103000B7D20C4910004', '194782', microStation],
  ['QYW02', '43990103000B7D20C4910005', '508836', microStation],
  ['QYW03', '43990103000B7D20C4910006', '731950', microStation],
  ['QYW04', '43990103000B7D20C4910007', '246605', microStation],
  ['QYW05', '43990103000B7D20C4910008', '983171', microStation],
  ['QYW06', '43990103000B7D20C4910009', '457328', microStation],
  ['QYW07', '43990103000B7D20C4910010', '604417', microStation],
  ['QYW08', '43990103000B7D20C4910011', '829163', microStation],
  ['QYW09', '43990103000B7D20C4910012', '350972', microStation],
  ['QYW10', '43990103000B7D20C4910013', '716085', microStation],
  ['QYW11', '43990103000B7D20C4910014', '162934', microStation],
  ['QYW12', '43990103000B7D20C4910015', '985241', microStation],
  ['QY101', '439901020000C3E50F120016', '532907', mast],
  ['QY102', '439901020000C3E50F120017', '418660', mast],
]

const MINUTE_MS = 60_000

/** By the code of the station. */
const manners: Readonly<Record<string, Manner>> = {
  QYW02: { restart: { atMs: 190 * MINUTE_MS, forMs: 6 * MINUTE_MS } },
  QYW04: { lateMs: 75_000 },
  QYW08: { aheadMs: -7 * MINUTE_MS },
  QYW09: { names: { a34004: 'PM25', a34002: 'PM10', a21026: 'SO2', a21004: 'NO2', a21005: 'CO', a05024: 'O3' } },
}

export const devices: readonly Device[] = loggers.map(([stationCode, mn, pw, factors]) => {
  const station = stations.find(({ code }) => code === stationCode)?.name ?? { zh: stationCode, en: stationCode }
  return {
    mn,
    pw,
    name:
      factors === mast
        ? { zh: `${station.zh}气象仪`, en: `${station.en} weather mast` }
        : { zh: `${station.zh}数采仪`, en: `${station.en} logger` },
    stationCode,
    factors,
    minuteInterval: 10,
    dataTimeNames: 'start',
    manner: manners[stationCode] ?? {},
  }
})

/** Who tells of a station, and what of. */
export interface Voice {
  /** Empty where hours name the station alone. */
  mn: string
  factors: readonly string[]
}

/** Those who tell of a station: its loggers, or the interface that it comes by. */
export function voicesAt({ code, siteCode }: Pick<Station, 'code' | 'siteCode'>): readonly Voice[] {
  if (siteCode !== null) return [{ mn: '', factors: wholeStation }]
  return devices.filter(({ stationCode }) => stationCode === code)
}

/** A logger that somebody has put up and told nobody of: it knocks and waits to be adopted. It stands by the bus depot. */
export const stranger: { device: Device; site: Place & { code: string; townCode: string } } = {
  device: {
    mn: '43990103000B7D20C4910099',
    pw: '123456',
    name: { zh: '城北公交站数采仪', en: 'North bus depot logger' },
    stationCode: 'QYW99',
    factors: microStation,
    minuteInterval: 10,
    dataTimeNames: 'start',
    manner: {},
  },
  site: { code: 'QYW99', townCode: '201', lonWgs84: 113.5239, latWgs84: 29.5061 },
}

// biome-ignore format: a table to proof-read
export const units: readonly Unit[] = [
  { key: 'blue-sky',       kind: 'task-force', townCode: null, name: { zh: '区蓝天办',     en: 'District Blue Sky Office' } },
  { key: 'ecology',        kind: 'department', townCode: null, name: { zh: '区生态环境局', en: 'Ecology and Environment Bureau' } },
  { key: 'housing',        kind: 'department', townCode: null, name: { zh: '区住建局',     en: 'Housing and Construction Bureau' } },
  { key: 'transport',      kind: 'department', townCode: null, name: { zh: '区交通局',     en: 'Transport Bureau' } },
  { key: 'city-order',     kind: 'department', townCode: null, name: { zh: '区城管局',     en: 'Urban Management Bureau' } },
  { key: 'agriculture',    kind: 'department', townCode: null, name: { zh: '区农业农村局', en: 'Agriculture and Rural Affairs Bureau' } },
  { key: 'police',         kind: 'department', townCode: null, name: { zh: '区公安局',     en: 'Public Security Bureau' } },
  { key: 'market',         kind: 'department', townCode: null, name: { zh: '区市场监管局', en: 'Market Regulation Bureau' } },
  { key: 'emergency',      kind: 'department', townCode: null, name: { zh: '区应急局',     en: 'Emergency Management Bureau' } },
  { key: 'weather',        kind: 'department', townCode: null, name: { zh: '区气象局',     en: 'Meteorological Bureau' } },
  { key: 'land',           kind: 'department', townCode: null, name: { zh: '区自然资源局', en: 'Natural Resources Bureau' } },
  { key: 'water',          kind: 'department', townCode: null, name: { zh: '区水利局',     en: 'Water Resources Bureau' } },
  { key: 'education',      kind: 'department', townCode: null, name: { zh: '区教育局',     en: 'Education Bureau' } },
  { key: 'town-001',       kind: 'town', townCode: '001', name: { zh: '青石桥街道办', en: 'Qingshiqiao Sub-district Office' } },
  { key: 'town-002',       kind: 'town', townCode: '002', name: { zh: '临江街道办',   en: 'Linjiang Sub-district Office' } },
  { key: 'town-101',       kind: 'town', townCode: '101', name: { zh: '柳林镇政府',   en: 'Liulin Town Government' } },
  { key: 'town-102',       kind: 'town', townCode: '102', name: { zh: '荷塘镇政府',   en: 'Hetang Town Government' } },
  { key: 'town-103',       kind: 'town', townCode: '103', name: { zh: '白鹭湾镇政府', en: 'Bailuwan Town Government' } },
  { key: 'town-104',       kind: 'town', townCode: '104', name: { zh: '枫渡镇政府',   en: 'Fengdu Town Government' } },
  { key: 'town-105',       kind: 'town', townCode: '105', name: { zh: '双溪镇政府',   en: 'Shuangxi Town Government' } },
  { key: 'town-201',       kind: 'town', townCode: '201', name: { zh: '金家坨乡政府', en: 'Jinjiatuo Township Government' } },
  { key: 'jinsha',         kind: 'enterprise', townCode: '101', name: { zh: '金沙建材有限公司', en: 'Jinsha Building Materials' }, place: { lonWgs84: 113.5,    latWgs84: 29.5 } },
  { key: 'hongtai',        kind: 'enterprise', townCode: '101', name: { zh: '宏泰砖厂',         en: 'Hongtai Brickworks' },        place: { lonWgs84: 113.4868, latWgs84: 29.5083 } },
]

// biome-ignore format: a table to proof-read
export const people: readonly Person[] = [
  { signInName: 'tangweidong', name: { zh: '唐卫东', en: 'Tang Weidong' }, roles: ['administrator'], unitKey: 'blue-sky',   townCode: null,  isOffered: true },
  { signInName: 'chenyiming',  name: { zh: '陈一鸣', en: 'Chen Yiming' },  roles: ['dispatcher'],    unitKey: 'blue-sky',   townCode: null,  isOffered: true },
  { signInName: 'liuguifang',  name: { zh: '刘桂芳', en: 'Liu Guifang' },  roles: ['grid-member'],   unitKey: 'town-101',   townCode: '101', isOffered: true },
  { signInName: 'lichunsheng', name: { zh: '李春生', en: 'Li Chunsheng' }, roles: ['grid-member'],   unitKey: 'town-102',   townCode: '102', isOffered: true },
  { signInName: 'zhoumin',     name: { zh: '周敏',   en: 'Zhou Min' },     roles: ['liaison'],       unitKey: 'housing',    townCode: null,  isOffered: true },
  { signInName: 'sunxiaobo',   name: { zh: '孙晓波', en: 'Sun Xiaobo' },   roles: ['liaison'],       unitKey: 'city-order', townCode: null,  isOffered: true },
  { signInName: 'hewenyuan',   name: { zh: '贺文远', en: 'He Wenyuan' },   roles: ['leader'],        unitKey: 'blue-sky',   townCode: null,  isOffered: true },
  { signInName: 'xuyan',       name: { zh: '许妍',   en: 'Xu Yan' },       roles: ['analyst'],       unitKey: 'ecology',    townCode: null,  isOffered: true },
  { signInName: 'hezhiqiang',  name: { zh: '何志强', en: 'He Zhiqiang' },  roles: ['enterprise'],    unitKey: 'jinsha',     townCode: '101', isOffered: true },
  { signInName: 'fangsuqin',   name: { zh: '方素琴', en: 'Fang Suqin' },   roles: ['auditor'],       unitKey: 'ecology',    townCode: null,  isOffered: true },
  { signInName: 'linyuting',   name: { zh: '林雨婷', en: 'Lin Yuting' },   roles: ['dispatcher'],    unitKey: 'blue-sky',   townCode: null,  isOffered: false },
  { signInName: 'jiangtao',    name: { zh: '蒋涛',   en: 'Jiang Tao' },    roles: ['liaison'],       unitKey: 'housing',    townCode: null,  isOffered: false },
  { signInName: 'longmin',     name: { zh: '龙敏',   en: 'Long Min' },     roles: ['liaison'],       unitKey: 'city-order', townCode: null,  isOffered: false },
  { signInName: 'wujianguo',   name: { zh: '吴建国', en: 'Wu Jianguo' },   roles: ['liaison'],       unitKey: 'ecology',    townCode: null,  isOffered: false },
  { signInName: 'huanglei',    name: { zh: '黄磊',   en: 'Huang Lei' },    roles: ['liaison'],       unitKey: 'transport',  townCode: null,  isOffered: false },
  { signInName: 'dengxiuying', name: { zh: '邓秀英', en: 'Deng Xiuying' }, roles: ['liaison'],       unitKey: 'agriculture', townCode: null, isOffered: false },
  { signInName: 'pengchao',    name: { zh: '彭超',   en: 'Peng Chao' },    roles: ['grid-member'],   unitKey: 'town-001',   townCode: '001', isOffered: false },
  { signInName: 'yaoming',     name: { zh: '姚敏',   en: 'Yao Min' },      roles: ['grid-member'],   unitKey: 'town-002',   townCode: '002', isOffered: false },
  { signInName: 'caodehua',    name: { zh: '曹德华', en: 'Cao Dehua' },    roles: ['grid-member'],   unitKey: 'town-103',   townCode: '103', isOffered: false },
  { signInName: 'luojianping', name: { zh: '罗建平', en: 'Luo Jianping' }, roles: ['grid-member'],   unitKey: 'town-104',   townCode: '104', isOffered: false },
  { signInName: 'zengqiuju',   name: { zh: '曾秋菊', en: 'Zeng Qiuju' },   roles: ['grid-member'],   unitKey: 'town-105',   townCode: '105', isOffered: false },
  { signInName: 'jinxiaolan',  name: { zh: '金小兰', en: 'Jin Xiaolan' },  roles: ['grid-member'],   unitKey: 'town-201',   townCode: '201', isOffered: false },
]
