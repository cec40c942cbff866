import type { Certainty } from './certainty.ts'
import type { Edition } from './editions.ts'

/**
 * Levels of the index with their words and colours: HJ 633-2012, tables 2 and A.1. The edition of 2026 keeps levels, categories and
 * colours; its health text tells sensitive groups apart by pollutant.
 */
export interface AqiLevel {
  level: 1 | 2 | 3 | 4 | 5 | 6
  /** Highest index of the level; the last one has no end. */
  upTo: number
  /** 级别. */
  numeral: string
  /** 类别. */
  zh: string
  en: string
  colour: {
    zh: string
    en: string
    rgb: readonly [number, number, number]
    cmyk: readonly [number, number, number, number]
  }
  /** 对健康影响情况. English in our own words. */
  effect: { zh: string; en: string }
  /** 建议采取的措施. English in our own words. */
  advice: { zh: string; en: string }
}

// biome-ignore format: a table to proof-read
export const aqiLevels: readonly AqiLevel[] = [
  {
    level: 1, upTo: 50, numeral: '一级', zh: '优', en: 'Excellent',
    colour: { zh: '绿色', en: 'green', rgb: [0, 228, 0], cmyk: [40, 0, 100, 0] },
    effect: { zh: '空气质量令人满意，基本无空气污染', en: 'The air is satisfactory.' },
    advice: { zh: '各类人群可正常活动', en: 'Everybody may be active outdoors.' },
  },
  {
    level: 2, upTo: 100, numeral: '二级', zh: '良', en: 'Good',
    colour: { zh: '黄色', en: 'yellow', rgb: [255, 255, 0], cmyk: [0, 0, 100, 0] },
    effect: { zh: '空气质量可接受，但某些污染物可能对极少数异常敏感人群健康有较弱影响', en: 'Acceptable; some pollutants may weakly affect very few, unusually sensitive people.' },
    advice: { zh: '极少数异常敏感人群应减少户外活动', en: 'Those few should be outdoors less.' },
  },
  {
    level: 3, upTo: 150, numeral: '三级', zh: '轻度污染', en: 'Lightly polluted',
    colour: { zh: '橙色', en: 'orange', rgb: [255, 126, 0], cmyk: [0, 52, 100, 0] },
    effect: { zh: '易感人群症状有轻度加剧，健康人群出现刺激症状', en: 'Sensitive people feel slightly worse, healthy people may feel irritation.' },
    advice: { zh: '儿童、老年人及心脏病、呼吸系统疾病患者应减少长时间、高强度的户外锻炼', en: 'Children, elderly people and people with heart or lung disease should cut long, hard exercise outdoors.' },
  },
  {
    level: 4, upTo: 200, numeral: '四级', zh: '中度污染', en: 'Moderately polluted',
    colour: { zh: '红色', en: 'red', rgb: [255, 0, 0], cmyk: [0, 100, 100, 0] },
    effect: { zh: '进一步加剧易感人群症状，可能对健康人群心脏、呼吸系统有影响', en: 'Sensitive people feel worse; hearts and airways of healthy people may react.' },
    advice: { zh: '儿童、老年人及心脏病、呼吸系统疾病患者避免长时间、高强度的户外锻炼，一般人群适量减少户外运动', en: 'Children, elderly people and people with heart or lung disease should avoid long, hard exercise outdoors; everybody else should cut it somewhat.' },
  },
  {
    level: 5, upTo: 300, numeral: '五级', zh: '重度污染', en: 'Heavily polluted',
    colour: { zh: '紫色', en: 'purple', rgb: [153, 0, 76], cmyk: [10, 100, 40, 30] },
    effect: { zh: '心脏病和肺病患者症状显著加剧，运动耐受力降低，健康人群普遍出现症状', en: 'People with heart or lung disease feel clearly worse and bear less exercise; healthy people show symptoms.' },
    advice: { zh: '儿童、老年人和心脏病、肺病患者应停留在室内，停止户外运动，一般人群减少户外运动', en: 'Children, elderly people and people with heart or lung disease should stay in and not exercise outdoors; everybody else should do less of it.' },
  },
  {
    level: 6, upTo: Number.POSITIVE_INFINITY, numeral: '六级', zh: '严重污染', en: 'Severely polluted',
    colour: { zh: '褐红色', en: 'maroon', rgb: [126, 0, 35], cmyk: [30, 100, 100, 30] },
    effect: { zh: '健康人群运动耐受力降低，有明显强烈症状，提前出现某些疾病', en: 'Healthy people bear less exercise and show strong symptoms; some diseases appear early.' },
    advice: { zh: '儿童、老年人和病人应当留在室内，避免体力消耗，一般人群应避免户外活动', en: 'Children, elderly people and patients should stay in and rest; everybody should avoid going out.' },
  },
]

/** The level of an index. @param aqi whole number from 0 on */
export function levelOf(aqi: number): AqiLevel {
  const found = aqiLevels.find((level) => aqi <= level.upTo)
  if (found === undefined || !(aqi >= 0)) throw new RangeError(`no index: ${aqi}`)
  return found
}

/** `#FF7E00` */
export function hexOf({ colour }: AqiLevel): string {
  return `#${colour.rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`.toUpperCase()
}

/** Who is sensitive to a pollutant. */
export interface SensitiveGroup {
  /** Code of standards/factors. */
  factor: string
  zh: string
  en: string
}

// biome-ignore format: a table to proof-read
const sensitiveGroups: readonly SensitiveGroup[] = [
  { factor: 'a34004', zh: '心血管、呼吸系统疾病（如哮喘）患者，儿童（包括青少年），户外活动频繁的人，老年人', en: 'people with heart, vessel or airway disease (such as asthma), children and adolescents, people who are outdoors a lot, elderly people' },
  { factor: 'a34002', zh: '心血管、呼吸系统疾病（如哮喘）患者，儿童（包括青少年），户外活动频繁的人，老年人', en: 'people with heart, vessel or airway disease (such as asthma), children and adolescents, people who are outdoors a lot, elderly people' },
  { factor: 'a05024', zh: '呼吸系统疾病（如哮喘）患者，儿童（包括青少年），户外活动频繁的人，老年人', en: 'people with airway disease (such as asthma), children and adolescents, people who are outdoors a lot, elderly people' },
  { factor: 'a21004', zh: '呼吸系统疾病（如哮喘）患者，儿童（包括青少年），老年人', en: 'people with airway disease (such as asthma), children and adolescents, elderly people' },
  { factor: 'a21026', zh: '哮喘患者，儿童（包括青少年），老年人', en: 'people with asthma, children and adolescents, elderly people' },
  { factor: 'a21005', zh: '心血管系统疾病患者', en: 'people with heart or vessel disease' },
]

/** How each edition speaks of sensitive people. */
export const sensitiveGroupsOf: Readonly<
  Record<Edition, { groups: readonly SensitiveGroup[]; certainty: Certainty; source: string }>
> = {
  '2012': { groups: [], certainty: 'S', source: 'HJ 633-2012, table 2: one text a level, whatever the pollutant' },
  '2026': {
    groups: sensitiveGroups,
    certainty: 'U',
    source: 'HJ 633-2026 tells them apart by pollutant; the wording is that of one public transcription, shortened',
  },
}
