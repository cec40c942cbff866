import type { LandKind } from '../regions/model.ts'
import type { ImportKind } from './model.ts'

/** A field of a kind of record, and the names that files give its column (folded by `foldName`). */
export interface Field {
  key: string
  names: readonly string[]
  required?: boolean
}

// biome-ignore format: tables to proof-read
const readings: readonly Field[] = [
  { key: 'time', names: ['end', 'time', 'hourend', 'hour_end', 'datetime', '时间', '监测时间', '数据时间', '日期时间', '结束', '结束时间', '采样时间', 'monitoringtime', '发布时间'] },
  { key: 'start', names: ['start', 'hourstart', 'hour_start', '开始', '开始时间', '起始时间'] },
  { key: 'date', names: ['date', '日期', '监测日期', 'day'] },
  { key: 'hour', names: ['hour', '小时', '时', '时刻', '钟点'] },
  { key: 'station', names: ['station', 'site', 'stationcode', 'watchpoint', '站点', '站点编码', '站点编号', '站点名称', '监测点', '监测站点', '点位', '点位名称', '点位编码', '站名', '测点'] },
  { key: 'city', names: ['city', '城市', '地市', '所在城市', '市州'] },
  { key: 'mn', names: ['mn', '设备编号', '设备mn', 'mn号', '数采仪编号'] },
  { key: 'factor', names: ['factor', '因子', '因子编码', '污染物', '监测因子', '监测项目', '项目'] },
  { key: 'value', names: ['value', '数值', '值', '浓度', '监测值', '浓度值'] },
  { key: 'resolution', names: ['resolution'] },
  { key: 'statistic', names: ['statistic'] },
  { key: 'quality', names: ['quality'] },
]

// biome-ignore format: tables to proof-read
const places: readonly Field[] = [
  { key: 'lon', names: ['lon', 'lng', 'longitude', '经度', '东经'], required: true },
  { key: 'lat', names: ['lat', 'latitude', '纬度', '北纬'], required: true },
]

// biome-ignore format: tables to proof-read
const stations: readonly Field[] = [
  { key: 'code', names: ['code', 'station', 'stationcode', '编码', '站点编码', '站点编号', '编号', '代码', '点位编码', '监测点编码'], required: true },
  { key: 'name', names: ['name', '名称', '站点名称', '站名', '点位名称', '监测点名称', '监测点'], required: true },
  { key: 'level', names: ['level', '级别', '类型', '站点级别', '站点类型', '管理级别'] },
  { key: 'region', names: ['region', '区域', '乡镇', '街道', '所在乡镇', '所属区域', '乡镇街道'] },
  ...places,
]

// biome-ignore format: tables to proof-read
const devices: readonly Field[] = [
  { key: 'mn', names: ['mn', 'mn号', '设备编号', '设备mn', '数采仪编号', '设备标识'], required: true },
  { key: 'name', names: ['name', '名称', '设备名称'] },
  { key: 'station', names: ['station', 'stationcode', '站点', '站点编码', '站点编号', '站点名称', '点位', '监测点'], required: true },
  { key: 'password', names: ['password', 'pw', '密码', '访问密码', '通讯密码'], required: true },
  { key: 'factors', names: ['factors', '因子', '监测因子', '污染物', '监测项目'] },
  { key: 'minuteInterval', names: ['minute-interval', 'minuteinterval', '分钟间隔', '分钟数据间隔'] },
]

// biome-ignore format: tables to proof-read
const people: readonly Field[] = [
  { key: 'name', names: ['name', '姓名', '人员', '人员姓名'], required: true },
  { key: 'signIn', names: ['sign-in', 'signin', 'login', 'account', '登录名', '账号', '帐号', '用户名', '登录账号'] },
  { key: 'role', names: ['role', '角色', '职责', '岗位', '身份'], required: true },
  { key: 'unit', names: ['unit', '单位', '所属单位', '部门', '工作单位'] },
  { key: 'region', names: ['region', '区域', '乡镇', '网格', '所属区域', '责任区域', '街道'] },
  { key: 'phone', names: ['phone', 'mobile', '电话', '手机', '手机号', '联系电话', '手机号码'] },
  { key: 'password', names: ['password', '密码', '初始密码'] },
]

// biome-ignore format: tables to proof-read
const regions: readonly Field[] = [
  { key: 'code', names: ['code', 'adcode', '编码', '区划代码', '代码', '行政区划代码', '区域编码'], required: true },
  { key: 'name', names: ['name', '名称', '区域名称', '乡镇', '乡镇名称', '区域'], required: true },
  { key: 'level', names: ['level', '级别', '层级', '类型'] },
  { key: 'parent', names: ['parent', 'parent.adcode', '上级', '上级编码', '上级代码', '所属', '上级区域'] },
  { key: 'outline', names: ['geometry', 'outline', '边界', '范围', '轮廓'] },
]

// biome-ignore format: tables to proof-read
const sources: readonly Field[] = [
  { key: 'code', names: ['code', 'sourcecode', '编码', '编号', '代码', '污染源编码', '污染源编号', '台账编号', '序号编码'] },
  { key: 'name', names: ['name', '名称', '污染源名称', '项目名称', '企业名称', '工地名称', '店名', '单位名称', '路段名称'], required: true },
  { key: 'class', names: ['class', '类别', '四源', '四源类别', '污染源类别', '源类'] },
  { key: 'kind', names: ['kind', '种类', '类型', '污染源类型', '污染源种类', '小类', '源类型', '涉气类型'] },
  ...places,
  { key: 'region', names: ['region', '区域', '乡镇', '街道', '所在乡镇', '所属区域', '乡镇街道', '所属乡镇', '网格', '镇街', '街镇', '所属镇街', '所在镇街', '所属街镇', '所在街镇', '所属街道', '所在街道', '乡镇/街道', '镇(街道)', '乡镇(街道)', '镇(街)', '属地'] },
  { key: 'address', names: ['address', '地址', '详细地址', '位置', '地点'] },
  { key: 'owner', names: ['owner', '业主', '权属', '业主单位', '建设单位', '经营者', '法人', '户主', '负责人', '企业负责人', '现场负责人', '法定代表人', '联系人'] },
  { key: 'unit', names: ['unit', 'unitincharge', '责任单位', '主管单位', '主管部门', '责任部门', '监管单位'] },
  { key: 'person', names: ['person', 'personincharge', '责任人', '监管责任人', '包保责任人', '网格责任人'] },
  { key: 'notes', names: ['notes', 'remark', 'remarks', '备注', '说明'] },
  { key: 'stage', names: ['stage', '施工阶段', '工程阶段'] },
  { key: 'areaM2', names: ['aream2', 'area', '面积', '占地面积', '建筑面积', '面积(m²)', '面积(平方米)'] },
  { key: 'covered', names: ['covered', '已覆盖', '是否覆盖', '覆盖'] },
  { key: 'lengthM', names: ['lengthm', 'length', '长度', '路段长度'] },
  { key: 'grade', names: ['grade', 'performancegrade', '绩效等级', '绩效分级', '绩效级别'] },
  { key: 'industry', names: ['industry', '行业', '所属行业', '行业类别'] },
  { key: 'permitCode', names: ['permitcode', '排污许可编号', '排放口编号', '排污口编号'] },
  { key: 'heightM', names: ['heightm', 'height', '排放高度', '排气筒高度'] },
  { key: 'process', names: ['process', '治理工艺', '工艺'] },
  { key: 'areaMu', names: ['areamu', 'areainmu', '面积(亩)', '亩数'] },
  { key: 'stoves', names: ['stoves', 'referencestoves', '基准灶头数', '灶头数'] },
  { key: 'purifier', names: ['purifier', 'purifierinstalled', '已装净化器', '油烟净化器', '净化器'] },
  { key: 'vehicles', names: ['vehicles', '车辆数', '货车数'] },
  { key: 'vehiclesPerDay', names: ['vehiclesperday', 'vehiclesaday', '日均车次'] },
  { key: 'machines', names: ['machines', '机械数', '机械台数'] },
]

/** How rows begin that close a table instead of telling of a record: sums, who filled it in, notes. */
export const footWords: readonly string[] = [
  '合计',
  '总计',
  '小计',
  '共计',
  '填表',
  '填报人',
  '制表',
  '审核',
  '审批',
  '注:',
  '备注:',
  'total',
]

// biome-ignore format: tables to proof-read
const landscape: readonly Field[] = [
  { key: 'code', names: ['code', 'id', '@id', 'osm_id', 'fid', '编码', '编号', '代码'], required: true },
  { key: 'kind', names: ['kind', 'highway', 'waterway', 'landuse', 'fclass', 'type', '要素', '要素类型', '种类', '类型'], required: true },
  { key: 'name', names: ['name', '名称', '路名', '道路名称', '河流名称'] },
  { key: 'shape', names: ['geometry', 'shape', '图形', '几何'], required: true },
]

/** Words for what a map shows on the ground, as files and OpenStreetMap's keys have them (folded). */
export const landKindNames: Readonly<Record<string, LandKind>> = {
  'built-up': 'built-up',
  residential: 'built-up',
  建成区: 'built-up',
  城区: 'built-up',
  城镇建设用地: 'built-up',
  river: 'river',
  canal: 'river',
  riverbank: 'river',
  河流: 'river',
  河道: 'river',
  水系: 'river',
  motorway: 'motorway',
  高速: 'motorway',
  高速公路: 'motorway',
  road: 'road',
  trunk: 'road',
  primary: 'road',
  secondary: 'road',
  tertiary: 'road',
  道路: 'road',
  公路: 'road',
  国道: 'road',
  省道: 'road',
  县道: 'road',
  主干道: 'road',
  次干道: 'road',
}

// biome-ignore format: tables to proof-read
const district: readonly Field[] = [
  { key: 'name', names: ['district', 'city', 'county', 'area', '区县', '县区', '县市区', '市县区', '区县市', '县、市、区', '县(市、区)', '市(县、区)', '城市', '地区', '市州', '县市', '行政区', '区域', '区县名称', '城市名称', '地区名称'], required: true },
  { key: 'pm25', names: ['pm2.5', 'pm25', 'pm2_5', 'pm2.5浓度', 'pm2.5均值', 'pm2.5平均浓度', '细颗粒物', '细颗粒物pm2.5'] },
  { key: 'pm10', names: ['pm10', 'pm10浓度', 'pm10均值', 'pm10平均浓度', '可吸入颗粒物', '可吸入颗粒物pm10'] },
  { key: 'so2', names: ['so2', 'so2浓度', 'so2均值', '二氧化硫'] },
  { key: 'no2', names: ['no2', 'no2浓度', 'no2均值', '二氧化氮'] },
  { key: 'co', names: ['co', 'co-95per', 'co_95per', 'co95per', 'co浓度', 'co第95百分位数', 'co日均值第95百分位数', '一氧化碳'] },
  { key: 'o3', names: ['o3', 'o3_8h', 'o3-8h', 'o38h', 'o3_8h_max', 'o3-8h-90per', 'o3_8h_90per', 'o38h90per', 'o3浓度', 'o3第90百分位数', 'o3-8h第90百分位数', 'o3日最大8小时第90百分位数', '臭氧', '臭氧8小时'] },
]

// biome-ignore format: tables to proof-read
const rankings: readonly Field[] = [
  ...district,
  { key: 'period', names: ['period', 'month', '时段', '月份', '时间', '日期', '统计时段', '评价时段', '年月'] },
  { key: 'composite', names: ['composite', 'index', 'compositeindex', '综合指数', '空气质量综合指数', '环境空气质量综合指数', '本期综合指数'] },
  { key: 'goodDays', names: ['good-day-ratio', 'gooddays', 'goodday', '优良天数比例', '优良率', '优良天数比率', '空气优良率', '达标天数比例'] },
  { key: 'rank', names: ['rank', '排名', '名次', '综合指数排名', '位次', '空气质量排名'] },
  { key: 'change', names: ['change', '同比', '同比变化', '变化率', '同比变化率', '综合指数同比', '综合指数同比变化率', '改善率', '变化程度', '改善幅度'] },
  { key: 'changeRank', names: ['improvement', 'improvement-rank', 'changerank', '改善排名', '变化排名', '改善幅度排名', '变化率排名', '同比变化排名', '变化程度排名'] },
]

// biome-ignore format: tables to proof-read
const peerDays: readonly Field[] = [
  ...district,
  { key: 'date', names: ['date', 'day', '日期', '监测日期'], required: true },
  { key: 'aqi', names: ['aqi', '空气质量指数', 'aqi指数'] },
]

/** Rows below a table that are no district. */
export const summaryRowNames = /^(全市|全县|全省|全国|平均|均值|合计|总计)/

/** What a ranking table must have of, at least one. */
export const rankingFigures: readonly string[] = rankings
  .map(({ key }) => key)
  .filter((key) => !['name', 'period'].includes(key))

/** The fields of each kind. */
export const fieldsOf: Readonly<Record<ImportKind, readonly Field[]>> = {
  readings,
  stations,
  devices,
  people,
  regions,
  sources,
  landscape,
  rankings,
  'peer-days': peerDays,
}

/** Columns that Weike's own report of refused rows adds, in both languages: never data. */
export const reportColumns: readonly string[] = ['行号', '原因', 'line', 'reason', 'refused because', '未导入原因']

/** Words for levels of stations, as files write them (folded). */
export const stationLevelNames: Readonly<Record<string, 'national' | 'provincial' | 'micro'>> = {
  national: 'national',
  国控: 'national',
  国控站: 'national',
  国家站: 'national',
  provincial: 'provincial',
  省控: 'provincial',
  省控站: 'provincial',
  micro: 'micro',
  微站: 'micro',
  微型站: 'micro',
  标准微站: 'micro',
  乡镇站: 'micro',
}

/** Words for roles, as files write them (folded). */
export const roleNames: Readonly<Record<string, string>> = {
  管理员: 'administrator',
  系统管理员: 'administrator',
  调度员: 'dispatcher',
  调度: 'dispatcher',
  联络员: 'liaison',
  网格员: 'grid-member',
  领导: 'leader',
  分管领导: 'leader',
  负责人: 'leader',
  分析员: 'analyst',
  技术员: 'analyst',
  企业: 'enterprise',
  企业用户: 'enterprise',
  审计: 'auditor',
  审计员: 'auditor',
}

/** Words for levels of regions from the county down (folded). */
export const regionLevelNames: Readonly<Record<string, 'county' | 'town' | 'village' | 'grid'>> = {
  county: 'county',
  district: 'county',
  区: 'county',
  县: 'county',
  区县: 'county',
  县区: 'county',
  street: 'town',
  township: 'town',
  town: 'town',
  乡镇: 'town',
  镇: 'town',
  乡: 'town',
  街道: 'town',
  village: 'village',
  村: 'village',
  社区: 'village',
  grid: 'grid',
  网格: 'grid',
}

/** Other names of factors than those of the standards (folded) → code. */
export const factorNames: Readonly<Record<string, string>> = {
  pm2_5: 'a34004',
  'pm2,5': 'a34004',
  '细颗粒物pm2.5': 'a34004',
  细颗粒: 'a34004',
  可吸入颗粒物pm10: 'a34002',
  可吸入颗粒: 'a34002',
  o3_1h: 'a05024',
  'o3-1h': 'a05024',
  o31h: 'a05024',
  臭氧1小时: 'a05024',
  温度: 'a01001',
  相对湿度: 'a01002',
  大气压: 'a01006',
  temperature: 'a01001',
  humidity: 'a01002',
  pressure: 'a01006',
}

/** Units as Chinese tables spell them out (folded) → as Weike knows them. */
export const unitNames: Readonly<Record<string, string>> = {
  '微克/立方米': 'µg/m³',
  微克每立方米: 'µg/m³',
  '毫克/立方米': 'mg/m³',
  毫克每立方米: 'mg/m³',
  '纳克/立方米': 'ng/m³',
  '米/秒': 'm/s',
  摄氏度: '°C',
  度: '°',
  百帕: 'hPa',
  千帕: 'kPa',
}

/** What stands behind the name of a factor and changes nothing: hourly means are what is imported. */
export const factorSuffixes: readonly string[] = [
  '小时平均浓度',
  '小时浓度',
  '小时均值',
  '小时值',
  '平均浓度',
  '浓度值',
  '浓度',
  '均值',
  '平均值',
  '监测值',
  '实测值',
  '-avg',
  '_avg',
]
