/**
 * Everything that can be wrong with a frame, as one table: code → what a person reads. A code never changes its
 * meaning; new dialects add rows. `detail` is language-free (numbers, the text found).
 */
export const problemTexts = {
  // framing
  noise: { zh: '不是 HJ 212 数据：没有包头“##”', en: 'not HJ 212: no “##” head' },
  blank: { zh: '帧与帧之间的空白', en: 'blank characters between frames' },
  'cut-frame': { zh: '帧不完整：在包尾之前中断', en: 'frame cut off before its end' },
  'too-long': { zh: '帧超过允许的最大长度', en: 'frame longer than the buffer allows' },
  'unreadable-frame': { zh: '有包头，但找不到数据段的结尾', en: 'a head without a recognisable end' },
  'several-frames': { zh: '一行中有多个帧，只说明第一个', en: 'several frames in one piece; the first is described' },
  'noise-around': { zh: '帧前后有多余字符', en: 'stray characters around the frame' },
  'length-wrong': { zh: '声明长度与数据段不符', en: 'declared length differs from the data segment' },
  'length-counts-tail': {
    zh: '声明长度多计了 CRC 与包尾（多 6）',
    en: 'declared length counts CRC and CR LF (6 too many)',
  },
  'length-in-characters': {
    zh: '声明长度按字符计而非字节',
    en: 'declared length counts characters instead of bytes',
  },
  'length-digits': { zh: '长度不是四位数字', en: 'length is not written with four digits' },
  'segment-too-long': { zh: '数据段超过 1024 字节', en: 'data segment longer than 1024 bytes' },
  'crc-lower-case': { zh: 'CRC 用小写字母', en: 'CRC in lower case' },
  'crc-modbus': { zh: 'CRC 是 Modbus 算法，不是 HJ 212 算法', en: 'CRC is the Modbus one, not that of HJ 212' },
  'crc-swapped': { zh: 'CRC 高低字节颠倒', en: 'CRC bytes are swapped' },
  'crc-unpadded': { zh: 'CRC 不足四位（未补零）', en: 'CRC has fewer than four digits (no zero padding)' },
  'crc-absent': { zh: '没有 CRC', en: 'CRC is absent' },
  'crc-wrong': { zh: 'CRC 错误', en: 'CRC is wrong' },
  'cp-enciphered': {
    zh: '数据区已加密（2025 版，SM4），没有密钥读不出',
    en: 'CP is enciphered (SM4, edition 2025): unreadable without its key',
  },
  'cipher-as-text': {
    zh: '密文写成“{0x…}”文字，不是原始字节',
    en: 'cipher bytes written as the text “{0x…}”, not raw',
  },
  'tail-missing': { zh: '没有包尾 CR LF', en: 'no CR LF at the end' },
  'tail-not-crlf': { zh: '包尾不是 CR LF', en: 'the tail is not CR LF' },
  'tail-stars': { zh: 'CR LF 之前有“**”', en: '“**” before CR LF' },
  // segment
  'not-hj212': { zh: '数据段没有命令编码 CN，是别的协议', en: 'data segment without CN: another protocol' },
  'charset-gbk': { zh: '文字是 GBK 编码，不是 UTF-8', en: 'text is GBK, not UTF-8' },
  'charset-unknown': { zh: '含有无法识别编码的字节', en: 'bytes in no recognised character set' },
  'comma-in-header': { zh: '包头字段之间用了逗号', en: 'comma between header fields' },
  'empty-field': { zh: '包头有空字段', en: 'empty header field' },
  'field-repeated': { zh: '字段重复，取第一个', en: 'field repeated; the first counts' },
  'field-unknown': { zh: '标准没有的包头字段', en: 'header field unknown to the standard' },
  'field-order': { zh: '包头字段次序不合标准', en: 'header fields out of order' },
  'name-case': { zh: '名称大小写不合标准', en: 'name in the wrong case' },
  'flag-unreadable': { zh: 'Flag 不是 0–255 的数', en: 'Flag is not a number 0–255' },
  'flag-edition-unknown': {
    zh: 'Flag 的版本位未定义，按 2017 处理',
    en: 'edition bits of Flag undefined; read as 2017',
  },
  'number-unreadable': { zh: 'PNUM 或 PNO 不是数字', en: 'PNUM or PNO is not a number' },
  'cp-missing': { zh: '没有数据区 CP', en: 'no CP' },
  'cp-marks': { zh: '数据区前后不是“&&”', en: 'CP not enclosed in “&&”' },
  'text-after-cp': { zh: '数据区结束之后还有字符', en: 'text after the closing “&&”' },
  'empty-item': { zh: '数据区有空项（多余的分号或逗号）', en: 'empty item in CP (stray separator)' },
  'pair-without-value': { zh: '数据区有一项没有“=”', en: 'an item in CP without “=”' },
  // conformity
  'answer-cp': { zh: '应答的数据区应为空', en: 'CP of this answer should be empty' },
  'qn-missing': { zh: '没有请求编码 QN', en: 'QN is missing' },
  'qn-form': { zh: 'QN 不是 17 位数字', en: 'QN is not 17 digits' },
  'qn-in-cp': { zh: 'QN 放在数据区里', en: 'QN inside CP' },
  'st-form': { zh: '系统编码 ST 不是两位', en: 'ST is not two characters' },
  'st-unknown': { zh: '系统编码 ST 未列入标准', en: 'ST is not listed' },
  'answer-st': { zh: '应答的 ST 应为 91', en: 'an answer carries ST=91' },
  'cn-unknown': { zh: '命令编码 CN 未列入该版本', en: 'CN is not listed in this edition' },
  'pw-form': { zh: '访问密码 PW 不是 6 个字符', en: 'PW is not six characters' },
  'mn-missing': { zh: '没有设备标识 MN', en: 'MN is missing' },
  'mn-form': {
    zh: '设备标识 MN 含字母数字以外的字符或过长',
    en: 'MN has other characters than letters and digits, or too many',
  },
  'edition-mixed': { zh: '2005 版包头配 2017 版因子编码', en: 'layout of 2005 with factor codes of 2017' },
  'split-without-numbers': { zh: 'Flag 表示分包，但没有 PNUM、PNO', en: 'Flag says split but PNUM and PNO are absent' },
  'numbers-without-split': {
    zh: '有 PNUM、PNO，但 Flag 未表示分包',
    en: 'PNUM and PNO present but Flag does not say split',
  },
  'numbers-invalid': { zh: '包号不在 1 到总包数之间', en: 'PNO is not within 1 and PNUM' },
  'cp-too-long': { zh: '数据区超过标准长度', en: 'CP longer than the standard allows' },
  'data-time-missing': { zh: '数据上传没有 DataTime', en: 'upload without DataTime' },
  'data-time-form': { zh: 'DataTime 不是 14 位数字', en: 'DataTime is not 14 digits' },
  'data-time-unreal': { zh: 'DataTime 不是真实的时间', en: 'DataTime is no real time' },
  'data-time-in-item': { zh: 'DataTime 与因子之间用了逗号', en: 'comma instead of semicolon after DataTime' },
  'suffix-alias': { zh: '因子后缀写错（如 -td）', en: 'misspelt suffix (such as -td)' },
  'suffix-repeated': { zh: '因子后缀重复（如 -Rtd-Rtd）', en: 'doubled suffix (such as -Rtd-Rtd)' },
  'suffix-unknown': { zh: '标准没有的因子后缀', en: 'suffix unknown to the standard' },
  'bare-flag': { zh: '数据区有不带因子编码的 Flag', en: 'Flag in CP without a factor code' },
  'bare-mark': { zh: '数据标记缺少“-Flag”后缀', en: 'data mark without the suffix -Flag' },
  'mark-unknown': { zh: '数据标记未列入该版本', en: 'data mark is not listed in this edition' },
  'value-unreadable': { zh: '数值读不出', en: 'value is not a number' },
} as const satisfies Record<string, { zh: string; en: string }>

export type ProblemCode = keyof typeof problemTexts
export type Language = 'zh' | 'en'

/** One thing wrong with a frame: its code, the Chinese sentence, and the language-free detail (numbers, text found). */
export interface ParseProblem {
  code: ProblemCode
  text: string
  detail: string
}

/** The problem of a code with its detail. */
export function problemOf(code: ProblemCode, detail = ''): ParseProblem {
  return { code, text: wordProblem(code, detail, 'zh'), detail }
}

/** A problem as a sentence in `language`, the detail in brackets. */
export function wordProblem(code: ProblemCode, detail: string, language: Language): string {
  const sentence = problemTexts[code][language]
  if (detail === '') return sentence
  return language === 'zh' ? `${sentence}（${detail}）` : `${sentence} (${detail})`
}
