/**
 * What the simulator says to people, on stderr. It imports nothing of the server, so it has its few words with it instead
 * of in the catalogues.
 */
const words = {
  usage: {
    zh: `用法：node simulator/main.ts --to 主机:端口 [选项]
清屿区（虚构）的模拟器：数采仪经 TCP 发送 HJ 212-2017 数据，并模拟企业微信群机器人。
  --to 主机:端口         数采仪连接的地址（--robot-only 时不需要）
  --seed 文字            随机种子，默认 demo；同一种子同样的数据
  --speed N              演示时间快多少倍，默认 1
  --origin 毫秒          模拟时间从墙钟的哪一刻算起（epoch 毫秒），默认启动时
  --starts-at 毫秒       那一刻的模拟时间（epoch 毫秒），默认与墙钟相同
  --interval 秒          实时数据间隔，默认 30
  --history-hours 小时   首次连接时补传多少小时的小时数据，默认 48
  --stations 编码,…      只模拟这些站点，默认全部
  --http 网址            服务器网址：经导入页面补入边界、污染源和历史小时值
  --password 密码        演示人员共用的密码
  --past-years 年        补入多少年，默认 2
  --people               区县人员自行办理：派遣、核查、整改、验收
  --truth 文件           把真值（各源贡献、在做什么）逐小时写入该文件
  --interface-port 端口  省级接口（提供国控站小时值）端口，默认 0（任意空闲端口）
  --robot-port 端口      机器人端口，默认 0（任意空闲端口）
  --robot-key 密钥       机器人密钥，默认每次随机
  --robot-only           只要机器人    --devices-only  只要数采仪
  --go                   不等标准输入的 go，立即开始
标准输出只有一行：机器人和省级接口的地址。标准输入收到一行 go 后开始连接；标准输入结束即退出。`,
    en: `Usage: node simulator/main.ts --to HOST:PORT [options]
The simulator of Qingyu District (invented): loggers that send HJ 212-2017 over TCP, and a WeCom group robot.
  --to HOST:PORT         where the loggers connect (not with --robot-only)
  --seed TEXT            seed, demo by default; the same seed gives the same data
  --speed N              how many times faster the demo's time runs, 1 by default
  --origin MS            instant of the wall from which its time counts (epoch milliseconds), the start by default
  --starts-at MS         what its time is then (epoch milliseconds), the wall's by default
  --interval S           seconds between real-time messages, 30 by default
  --history-hours H      hour data of so many hours at the first connection, 48 by default
  --stations CODE,…      only these stations, all by default
  --http URL             the server's address: borders, sources and hours of the past go in by its import page
  --password WORD        the common password of the demo's people
  --past-years N         of how many years, 2 by default
  --people               the county's people work by themselves: send, verify, mend, accept
  --truth FILE           adds the truth hour by hour to this file: what each source contributed and did
  --interface-port PORT  port of the provincial interface that tells the national station's hours, 0 (any free one) by default
  --robot-port PORT      port of the robot, 0 (any free one) by default
  --robot-key KEY        key of the robot, random at each start by default
  --robot-only           the robot alone    --devices-only  the loggers alone
  --go                   start at once, without waiting for go on stdin
Stdout has one line: the addresses of the robot and the interface. The loggers connect after a line go on stdin; the end of stdin ends it.`,
  },
  wrongUse: { zh: '参数不对：{{what}}（--help 查看用法）', en: 'wrong use: {{what}} (see --help)' },
  waiting: { zh: '模拟器：等待标准输入的 go', en: 'simulator: waiting for go on stdin' },
  started: {
    zh: '模拟器：{{loggers}} 台数采仪连接 {{to}}，种子 {{seed}}，{{speed}} 倍速',
    en: 'simulator: {{loggers}} loggers connect to {{to}}, seed {{seed}}, {{speed}} times as fast',
  },
  noRobot: { zh: '机器人无法监听端口 {{port}}：{{why}}', en: 'the robot cannot listen on port {{port}}: {{why}}' },
  noInterface: {
    zh: '省级接口无法监听端口 {{port}}：{{why}}',
    en: 'the provincial interface cannot listen on port {{port}}: {{why}}',
  },
  feedsFailed: { zh: '数据接入：{{why}}', en: 'feeds: {{why}}' },
  connected: { zh: '{{station}}：已连接', en: '{{station}}: connected' },
  lost: {
    zh: '{{station}}：连接断开，{{seconds}} 秒后重连',
    en: '{{station}}: no connection, next try in {{seconds}} s',
  },
  historyDone: { zh: '{{station}}：历史数据已全部收到应答', en: '{{station}}: the history is answered' },
  pastBegun: {
    zh: '历史数据：共 {{chapters}} 张表，由新到旧',
    en: 'the past: {{chapters}} tables, the newest first',
  },
  pastIn: {
    zh: '历史数据：{{done}}/{{chapters}} 已导入（{{fileName}}）',
    en: 'the past: {{done}} of {{chapters}} tables are in ({{fileName}})',
  },
  pastFailed: { zh: '历史数据：{{fileName}} 未能导入：{{why}}', en: 'the past: {{fileName}} is not in: {{why}}' },
  personFailed: { zh: '{{who}}：{{why}}', en: '{{who}}: {{why}}' },
  stopped: {
    zh: '模拟器：已停止，发出 {{sent}} 帧，应答 {{answered}} 帧，未应答 {{owed}} 条',
    en: 'simulator: stopped; {{sent}} frames sent, {{answered}} answered, {{owed}} still owed',
  },
} as const

export type Language = 'zh' | 'en'

/** English when the locale says so, else Chinese, as everywhere in Weike. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = environment.WEIKE_LANGUAGE ?? environment.LC_ALL ?? environment.LC_MESSAGES ?? environment.LANG ?? ''
  return locale.toLowerCase().startsWith('en') ? 'en' : 'zh'
}

/** A sentence with its fillings. */
export function say(
  language: Language,
  key: keyof typeof words,
  fillings: Readonly<Record<string, string | number>> = {},
): string {
  return words[key][language].replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(fillings[name] ?? whole))
}
