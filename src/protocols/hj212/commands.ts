import type { Edition } from './message.ts'

/**
 * request: the centre asks, the field answers 9011 … 9012 (reads have an upload of the same number, field → centre);
 * upload: only field → centre, answered 9014; notice: answered 9013; answer: itself an answer.
 */
export type CommandKind = 'request' | 'upload' | 'notice' | 'answer'

export interface Command {
  cn: string
  editions: readonly Edition[]
  kind: CommandKind
  zh: string
  en: string
  source: string
}

const every = ['2005', '2017', '2025'] as const
const only2005 = ['2005'] as const
const only2017 = ['2017'] as const
const only2025 = ['2025'] as const
const from2017 = ['2017', '2025'] as const

const s17 = 'HJ 212-2017, 命令编码表, 附录 C'
const s05 = 'HJ/T 212-2005, 命令编码表'
/** The text of the 2025 edition was not at hand: reported by public implementations, not verified. */
const e25 = 'HJ 212-2025, as reported'

/** Command codes CN. The same number may mean different things in different editions (3013, 3014, 1001). */
export const commands: readonly Command[] = [
  {
    cn: '1000',
    editions: every,
    kind: 'request',
    zh: '设置超时时间及重发次数',
    en: 'set time-out and resend count',
    source: s17,
  },
  { cn: '1001', editions: only2005, kind: 'request', zh: '设置超限报警时间', en: 'set alarm time', source: s05 },
  {
    cn: '1001',
    editions: only2025,
    kind: 'notice',
    zh: '上传硬件序列号',
    en: 'upload hardware serial numbers',
    source: e25,
  },
  { cn: '1002', editions: only2025, kind: 'request', zh: '设置设备标识 MN', en: 'set device identity MN', source: e25 },
  { cn: '1011', editions: every, kind: 'request', zh: '提取现场机时间', en: 'read time', source: s17 },
  { cn: '1012', editions: every, kind: 'request', zh: '设置现场机时间', en: 'set time', source: s17 },
  {
    cn: '1013',
    editions: from2017,
    kind: 'notice',
    zh: '现场机时间校准请求',
    en: 'field asks for time calibration',
    source: s17,
  },
  { cn: '1014', editions: only2025, kind: 'notice', zh: '密钥更新', en: 'new key', source: e25 },
  { cn: '1021', editions: only2005, kind: 'request', zh: '提取污染物报警门限值', en: 'read alarm limits', source: s05 },
  { cn: '1022', editions: only2005, kind: 'request', zh: '设置污染物报警门限值', en: 'set alarm limits', source: s05 },
  { cn: '1031', editions: only2005, kind: 'request', zh: '提取上位机地址', en: 'read host address', source: s05 },
  { cn: '1032', editions: only2005, kind: 'request', zh: '设置上位机地址', en: 'set host address', source: s05 },
  { cn: '1041', editions: only2005, kind: 'request', zh: '提取数据上报时间', en: 'read report time', source: s05 },
  { cn: '1042', editions: only2005, kind: 'request', zh: '设置数据上报时间', en: 'set report time', source: s05 },
  { cn: '1061', editions: every, kind: 'request', zh: '提取实时数据间隔', en: 'read real-time interval', source: s17 },
  { cn: '1062', editions: every, kind: 'request', zh: '设置实时数据间隔', en: 'set real-time interval', source: s17 },
  { cn: '1063', editions: from2017, kind: 'request', zh: '提取分钟数据间隔', en: 'read minute interval', source: s17 },
  { cn: '1064', editions: from2017, kind: 'request', zh: '设置分钟数据间隔', en: 'set minute interval', source: s17 },
  { cn: '1072', editions: every, kind: 'request', zh: '设置访问密码', en: 'set password', source: s17 },
  { cn: '2011', editions: every, kind: 'request', zh: '实时数据', en: 'real-time data', source: s17 },
  { cn: '2012', editions: every, kind: 'notice', zh: '停止察看实时数据', en: 'stop real-time data', source: s17 },
  { cn: '2013', editions: only2025, kind: 'request', zh: '原始监测数据', en: 'raw monitoring data', source: e25 },
  { cn: '2021', editions: every, kind: 'request', zh: '设备运行状态数据', en: 'device state data', source: s17 },
  {
    cn: '2022',
    editions: every,
    kind: 'notice',
    zh: '停止察看设备运行状态',
    en: 'stop device state data',
    source: s17,
  },
  { cn: '2031', editions: every, kind: 'request', zh: '日历史数据', en: 'day data', source: s17 },
  {
    cn: '2041',
    editions: every,
    kind: 'request',
    zh: '设备运行时间日历史数据',
    en: 'device run time per day',
    source: s17,
  },
  { cn: '2051', editions: every, kind: 'request', zh: '分钟数据', en: 'minute data', source: s17 },
  {
    cn: '2052',
    editions: only2025,
    kind: 'request',
    zh: '单次噪声监测数据',
    en: 'single noise measurement',
    source: e25,
  },
  { cn: '2061', editions: every, kind: 'request', zh: '小时数据', en: 'hour data', source: s17 },
  {
    cn: '2062',
    editions: only2025,
    kind: 'request',
    zh: '自动标样核查与校准数据',
    en: 'automatic check and calibration',
    source: e25,
  },
  { cn: '2071', editions: only2005, kind: 'request', zh: '报警记录', en: 'alarm records', source: s05 },
  { cn: '2072', editions: only2005, kind: 'notice', zh: '报警事件', en: 'alarm event', source: s05 },
  { cn: '2081', editions: from2017, kind: 'upload', zh: '数采仪开机时间', en: 'logger boot time', source: s17 },
  {
    cn: '2111',
    editions: only2025,
    kind: 'upload',
    zh: '炉膛温度 5 分钟均值',
    en: 'furnace temperature, 5-minute mean',
    source: e25,
  },
  {
    cn: '3011',
    editions: every,
    kind: 'request',
    zh: '零点校准、量程校准',
    en: 'zero and span calibration',
    source: s17,
  },
  { cn: '3012', editions: every, kind: 'request', zh: '即时采样', en: 'immediate sampling', source: s17 },
  { cn: '3013', editions: only2005, kind: 'request', zh: '设备操作', en: 'device operation', source: s05 },
  {
    cn: '3013',
    editions: from2017,
    kind: 'request',
    zh: '启动清洗、反吹',
    en: 'start cleaning or blow-back',
    source: s17,
  },
  {
    cn: '3014',
    editions: only2005,
    kind: 'request',
    zh: '设置设备采样时间周期',
    en: 'set sampling cycle',
    source: s05,
  },
  { cn: '3014', editions: only2017, kind: 'request', zh: '比对采样', en: 'comparison sampling', source: s17 },
  {
    cn: '3015',
    editions: only2017,
    kind: 'request',
    zh: '超标留样',
    en: 'retain a sample over the limit',
    source: s17,
  },
  { cn: '3016', editions: only2017, kind: 'request', zh: '设置采样时间周期', en: 'set sampling cycle', source: s17 },
  { cn: '3017', editions: only2017, kind: 'request', zh: '提取采样时间周期', en: 'read sampling cycle', source: s17 },
  { cn: '3018', editions: from2017, kind: 'request', zh: '提取出样时间', en: 'read sample-out time', source: s17 },
  {
    cn: '3019',
    editions: from2017,
    kind: 'request',
    zh: '提取设备唯一标识',
    en: 'read device serial number',
    source: s17,
  },
  {
    cn: '3020',
    editions: from2017,
    kind: 'request',
    zh: '提取现场机信息',
    en: 'read on-site information',
    source: s17,
  },
  { cn: '3021', editions: from2017, kind: 'request', zh: '设置现场机参数', en: 'set on-site parameter', source: s17 },
  { cn: '3022', editions: only2025, kind: 'request', zh: '即时留样', en: 'retain a sample now', source: e25 },
  {
    cn: '3024',
    editions: only2025,
    kind: 'request',
    zh: '启动自动标样核查',
    en: 'start automatic standard check',
    source: e25,
  },
  { cn: '9011', editions: every, kind: 'answer', zh: '请求应答', en: 'request answer', source: s17 },
  { cn: '9012', editions: every, kind: 'answer', zh: '执行结果', en: 'execution result', source: s17 },
  { cn: '9013', editions: every, kind: 'answer', zh: '通知应答', en: 'notice answer', source: s17 },
  { cn: '9014', editions: every, kind: 'answer', zh: '数据应答', en: 'data answer', source: s17 },
  { cn: '9015', editions: only2025, kind: 'notice', zh: '心跳', en: 'heartbeat', source: e25 },
]

const BY_EDITION: ReadonlyMap<string, Command> = new Map(
  commands.flatMap((command) => command.editions.map((edition) => [`${edition} ${command.cn}`, command] as const)),
)

/** What `cn` means in an edition; null where the edition has no such command. */
export function commandOf(cn: string, edition: Edition): Command | null {
  return BY_EDITION.get(`${edition} ${cn}`) ?? null
}

const BY_NUMBER: ReadonlyMap<string, Command> = new Map(commands.toReversed().map((command) => [command.cn, command]))

/**
 * What `cn` means in an edition, or else in any: devices send the commands of one edition with the Flag of another
 * (heartbeats 9015 long before 2025). Null where none has it.
 */
export function commandInAny(cn: string, edition: Edition): Command | null {
  return commandOf(cn, edition) ?? BY_NUMBER.get(cn) ?? null
}

/** System codes ST (HJ 212-2017 section 6 of the fact sheet; 44 and 45 reported for 2025). A0–Z9 are free extensions. */
export const systems = {
  '21': { zh: '地表水质量监测', en: 'surface water' },
  '22': { zh: '空气质量监测', en: 'air quality' },
  '23': { zh: '声环境质量监测', en: 'noise environment' },
  '24': { zh: '地下水质量监测', en: 'groundwater' },
  '25': { zh: '土壤质量监测', en: 'soil' },
  '26': { zh: '海水质量监测', en: 'sea' },
  '27': { zh: '挥发性有机物监测', en: 'VOC' },
  '31': { zh: '大气环境污染源', en: 'air pollution source' },
  '32': { zh: '地表水体环境污染源', en: 'water pollution source' },
  '33': { zh: '地下水体环境污染源', en: 'groundwater source' },
  '34': { zh: '海洋环境污染源', en: 'marine source' },
  '35': { zh: '土壤环境污染源', en: 'soil source' },
  '36': { zh: '声环境污染源', en: 'noise source' },
  '37': { zh: '振动环境污染源', en: 'vibration source' },
  '38': { zh: '放射性环境污染源', en: 'radioactive source' },
  '39': { zh: '工地扬尘污染源', en: 'construction-site dust' },
  '41': { zh: '电磁环境污染源', en: 'electromagnetic source' },
  '44': { zh: '用电监测', en: 'electricity' },
  '45': { zh: '关键工况', en: 'key production condition' },
  '51': { zh: '烟气排放过程监控', en: 'flue-gas treatment process' },
  '52': { zh: '污水排放过程监控', en: 'sewage process' },
  '91': { zh: '系统交互', en: 'system interaction' },
} as const satisfies Record<string, { zh: string; en: string }>

/** Whether the standard knows a system code, its free extensions A0–Z9 included. */
export function isKnownSystem(st: string): boolean {
  return Object.hasOwn(systems, st) || /^[A-Z][0-9]$/.test(st)
}
