import { type SourceClass, type SourceKind, sourceClasses, sourceKinds } from '../sources/model.ts'
import { foldName } from './header.ts'

// biome-ignore format: tables to proof-read
const kindWords: Readonly<Record<SourceKind, readonly string[]>> = {
  'truck-depot':        ['柴油货车停放地', '货车停车场', '车队', '运输企业', '物流园', 'diesel truck depot', 'depot'],
  'gate':               ['企业门禁', '门禁', '用车大户', 'gate of an enterprise'],
  'machine-site':       ['非道路机械场所', '非道路移动机械', '非道路机械', 'non-road machine site', 'non-road machine'],
  'farm-machine':       ['农业机械点', '农机', '农业机械', '农机合作社', 'farm machines', 'farm machine'],
  'petrol-station':     ['加油站', '油库', 'petrol station', 'gas station'],
  'other-mobile':       ['其他移动源', 'other mobile source'],
  'construction-site':  ['建筑工地', '工地', '施工工地', '房建工地', '市政工地', '在建工地', 'construction site', 'site'],
  'road-section':       ['道路路段', '道路', '路段', 'road section', 'road'],
  'yard':               ['物料堆场', '堆场', '料场', '渣土场', '砂石场', 'material yard'],
  'bare-soil':          ['裸土地块', '裸土', '裸地', '裸露土地', '裸露地块', 'bare soil'],
  'other-dust':         ['其他扬尘源', 'other dust source'],
  'enterprise':         ['企业', '工业企业', '工厂', '涉气企业', 'factory'],
  'outlet':             ['排放口', '排污口', '排气筒', '烟囱'],
  'treatment-facility': ['治理设施', '污染治理设施', 'treatment facility'],
  'other-industry':     ['其他工业源', 'other industrial source'],
  'straw-plot':         ['秸秆丘块', '丘块', '农田', '秸秆', 'straw plot'],
  'restaurant':         ['餐饮店', '餐饮', '餐饮单位', '饭店', '餐馆', '烧烤', '烧烤店', '夜宵摊'],
  'fireworks-shop':     ['烟花爆竹店', '烟花爆竹', '烟花店', '烟花爆竹零售点', 'fireworks shop'],
  'open-burning-place': ['露天焚烧点', '露天焚烧', '焚烧点', '祭祀点', 'open-burning place'],
  'repair-shop':        ['汽修店', '汽修', '汽车维修', '汽修喷涂', 'repair shop'],
  'other-living':       ['其他生活源', 'other living source'],
}

// biome-ignore format: tables to proof-read
const classWords: Readonly<Record<SourceClass, readonly string[]>> = {
  mobile:   ['移动源', '移动', '机动车', 'mobile source'],
  dust:     ['扬尘源', '扬尘', '尘源', 'dust source'],
  industry: ['工业源', '工业', 'industrial', 'industrial source'],
  living:   ['生活源', '生活', '面源', 'living source'],
}

// biome-ignore format: tables to proof-read
const choiceWords: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  grade: {
    A: ['a', 'a级', 'a 级'], B: ['b', 'b级'], C: ['c', 'c级'], D: ['d', 'd级'], leading: ['leading', '引领性', '引领', '绩效引领性'],
  },
  stage: {
    demolition: ['demolition', '拆除', '拆迁'],
    earthwork:  ['earthwork', '土石方', '土方', '土方开挖'],
    foundation: ['foundation', '基础', '桩基'],
    structure:  ['structure', '主体结构', '主体'],
    finishing:  ['finishing', 'fitting out', '装饰装修', '装修', '装饰'],
    finished:   ['finished', '已完工', '完工', '竣工'],
  },
}

const yes: ReadonlySet<string> = new Set(['是', '有', '已装', '已安装', '已覆盖', 'yes', 'y', 'true', '1', '√'])
const no: ReadonlySet<string> = new Set(['否', '无', '没有', '未装', '未安装', '未覆盖', 'no', 'n', 'false', '0', '×'])

/** The kind of source that a word of a file names. */
export function kindNamed(text: string): SourceKind | null {
  const folded = foldName(text)
  return (
    sourceKinds.find((kind) => kind === folded || kindWords[kind].some((word) => foldName(word) === folded)) ?? null
  )
}

export function classNamed(text: string): SourceClass | null {
  const folded = foldName(text)
  return (
    sourceClasses.find((one) => one === folded || classWords[one].some((word) => foldName(word) === folded)) ?? null
  )
}

/** The choice of an attribute that a word names. */
export function choiceNamed(attribute: string, text: string): string | null {
  const folded = foldName(text)
  const choices = Object.entries(choiceWords[attribute] ?? {})
  return choices.find(([, words]) => words.some((word) => foldName(word) === folded))?.[0] ?? null
}

export function yesOrNo(text: string): boolean | null {
  const folded = foldName(text)
  if (yes.has(folded)) return true
  return no.has(folded) ? false : null
}
