import type { Names, Place } from '../place.ts'

/** How a source gives off through the day, the week and the year; each has a course in habits.ts. */
export const habits = [
  'road',
  'lorries',
  'site',
  'yard',
  'kiln',
  'shift',
  'furnace',
  'restaurant',
  'straw',
  'stoves',
  'fireworks',
  'shop',
  'gate',
  'machines',
  'fixed',
] as const
export type Habit = (typeof habits)[number]

/** Something in the demo county that pollutes. Its kind is a word of the register of sources. */
export interface WorldSource extends Place {
  code: string
  name: Names
  kind: string
  townCode: string
  /** Who answers for it: keys of place.ts. */
  unitKey: string
  ownerKey?: string
  owner?: Names
  habit: Habit
  /** PM2.5 at full work. [g/s] */
  fineGs: number
  /** Above ground, with what the heat adds. [m] */
  heightM: number
}

// biome-ignore format: a table to proof-read; everybody and everything in it is invented
export const sources: readonly WorldSource[] = [
  // Mobile
  { code: 'M01', kind: 'gate',              name: { zh: '金沙建材物流门',       en: 'Jinsha freight gate' },          townCode: '101', unitKey: 'transport', ownerKey: 'jinsha', lonWgs84: 113.5005, latWgs84: 29.5006, habit: 'gate', fineGs: 0.08, heightM: 2 },
  { code: 'M02', kind: 'gate',              name: { zh: '白鹭湾码头货运门',     en: 'Bailuwan wharf gate' },          townCode: '103', unitKey: 'transport', owner: { zh: '白鹭湾港务站', en: 'Bailuwan Port Station' }, lonWgs84: 113.4693, latWgs84: 29.4784, habit: 'gate', fineGs: 0.06, heightM: 2 },
  { code: 'M03', kind: 'truck-depot',       name: { zh: '顺达货运停车场',       en: 'Shunda lorry park' },            townCode: '001', unitKey: 'transport', owner: { zh: '顺达货运', en: 'Shunda Freight' }, lonWgs84: 113.5243, latWgs84: 29.4951, habit: 'lorries', fineGs: 0.1, heightM: 2 },
  { code: 'M04', kind: 'truck-depot',       name: { zh: '城北渣土车场',         en: 'Northern spoil-lorry yard' },    townCode: '201', unitKey: 'transport', owner: { zh: '安运渣土', en: 'Anyun Spoil Haulage' }, lonWgs84: 113.5208, latWgs84: 29.5189, habit: 'lorries', fineGs: 0.12, heightM: 2 },
  { code: 'M05', kind: 'machine-site',      name: { zh: '滨江新城机械作业点',   en: 'Riverside machinery site' },     townCode: '002', unitKey: 'housing', owner: { zh: '楚岳建工', en: 'Chuyue Construction' }, lonWgs84: 113.5388, latWgs84: 29.4718, habit: 'machines', fineGs: 0.08, heightM: 2 },
  { code: 'M06', kind: 'farm-machine',      name: { zh: '荷塘农机合作社',       en: 'Hetang farm-machine co-op' },    townCode: '102', unitKey: 'agriculture', owner: { zh: '荷塘农机合作社', en: 'Hetang Farm-machine Co-op' }, lonWgs84: 113.5632, latWgs84: 29.5108, habit: 'machines', fineGs: 0.05, heightM: 2 },
  { code: 'M07', kind: 'petrol-station',    name: { zh: '迎宾路加油站',         en: 'Yingbin Road filling station' }, townCode: '001', unitKey: 'market', owner: { zh: '清屿油品', en: 'Qingyu Fuels' }, lonWgs84: 113.5093, latWgs84: 29.4958, habit: 'road', fineGs: 0.016, heightM: 2 },
  // Dust
  { code: 'D01', kind: 'construction-site', name: { zh: '滨江新城三期工地',     en: 'Riverside phase 3' },            townCode: '002', unitKey: 'housing', owner: { zh: '楚岳建工', en: 'Chuyue Construction' }, lonWgs84: 113.5358, latWgs84: 29.4722, habit: 'site', fineGs: 0.15, heightM: 4 },
  { code: 'D02', kind: 'construction-site', name: { zh: '青石桥地下管廊工地',   en: 'Qingshiqiao utility tunnel' },   townCode: '001', unitKey: 'housing', owner: { zh: '城投市政', en: 'City Works' }, lonWgs84: 113.5212, latWgs84: 29.4842, habit: 'site', fineGs: 0.15, heightM: 3 },
  { code: 'D03', kind: 'construction-site', name: { zh: '区二中教学楼工地',     en: 'Second Middle School building' }, townCode: '001', unitKey: 'housing', owner: { zh: '宏图建设', en: 'Hongtu Building' }, lonWgs84: 113.5077, latWgs84: 29.4829, habit: 'site', fineGs: 0.12, heightM: 6 },
  { code: 'D04', kind: 'construction-site', name: { zh: '柳林物流园工地',       en: 'Liulin logistics park' },        townCode: '101', unitKey: 'housing', owner: { zh: '楚岳建工', en: 'Chuyue Construction' }, lonWgs84: 113.4998, latWgs84: 29.5124, habit: 'site', fineGs: 0.15, heightM: 3 },
  { code: 'D05', kind: 'construction-site', name: { zh: '荷塘安置房工地',       en: 'Hetang resettlement homes' },    townCode: '102', unitKey: 'housing', owner: { zh: '宏图建设', en: 'Hongtu Building' }, lonWgs84: 113.5535, latWgs84: 29.5021, habit: 'site', fineGs: 0.15, heightM: 6 },
  { code: 'D06', kind: 'construction-site', name: { zh: '枫渡水厂扩建工地',     en: 'Fengdu waterworks extension' },  townCode: '104', unitKey: 'water', owner: { zh: '清屿水务', en: 'Qingyu Water' }, lonWgs84: 113.5721, latWgs84: 29.4497, habit: 'site', fineGs: 0.12, heightM: 3 },
  { code: 'D07', kind: 'road-section',      name: { zh: '迎宾路（北段）',       en: 'Yingbin Road, north' },          townCode: '001', unitKey: 'city-order', lonWgs84: 113.5112, latWgs84: 29.4984, habit: 'road', fineGs: 0.2, heightM: 1 },
  { code: 'D08', kind: 'road-section',      name: { zh: '柳林大道',             en: 'Liulin Avenue' },                townCode: '101', unitKey: 'city-order', lonWgs84: 113.5023, latWgs84: 29.5069, habit: 'road', fineGs: 0.15, heightM: 1 },
  { code: 'D09', kind: 'road-section',      name: { zh: '绕城公路（西段）',     en: 'Ring road, west' },              townCode: '103', unitKey: 'transport', lonWgs84: 113.4868, latWgs84: 29.4839, habit: 'lorries', fineGs: 0.2, heightM: 1 },
  { code: 'D10', kind: 'yard',              name: { zh: '白鹭湾砂石码头堆场',   en: 'Bailuwan sand and gravel yard' }, townCode: '103', unitKey: 'transport', owner: { zh: '白鹭湾港务站', en: 'Bailuwan Port Station' }, lonWgs84: 113.4722, latWgs84: 29.4769, habit: 'yard', fineGs: 0.15, heightM: 5 },
  { code: 'D11', kind: 'yard',              name: { zh: '金沙建材骨料堆场',     en: 'Jinsha aggregate yard' },        townCode: '101', unitKey: 'ecology', ownerKey: 'jinsha', lonWgs84: 113.4996, latWgs84: 29.4996, habit: 'yard', fineGs: 0.12, heightM: 5 },
  { code: 'D12', kind: 'bare-soil',         name: { zh: '城东待建裸地',         en: 'Bare land east of town' },       townCode: '002', unitKey: 'land', lonWgs84: 113.5301, latWgs84: 29.4842, habit: 'yard', fineGs: 0.15, heightM: 1 },
  { code: 'D13', kind: 'road-section',      name: { zh: '青石桥路（铣刨施工段）', en: 'Qingshiqiao Road, milling works' }, townCode: '001', unitKey: 'housing', owner: { zh: '城投市政', en: 'City Works' }, lonWgs84: 113.5155, latWgs84: 29.4867, habit: 'fixed', fineGs: 0, heightM: 1 },
  // Industry
  { code: 'I01', kind: 'enterprise',        name: { zh: '金沙建材有限公司',     en: 'Jinsha Building Materials' },    townCode: '101', unitKey: 'ecology', ownerKey: 'jinsha', lonWgs84: 113.5,    latWgs84: 29.5,    habit: 'shift', fineGs: 0.7, heightM: 20 },
  { code: 'I02', kind: 'enterprise',        name: { zh: '宏泰砖厂',             en: 'Hongtai Brickworks' },           townCode: '101', unitKey: 'ecology', ownerKey: 'hongtai', lonWgs84: 113.4868, latWgs84: 29.5083, habit: 'kiln', fineGs: 1.2, heightM: 45 },
  { code: 'I03', kind: 'enterprise',        name: { zh: '楚江水泥粉磨站',       en: 'Chujiang cement grinding' },     townCode: '103', unitKey: 'ecology', owner: { zh: '楚江水泥', en: 'Chujiang Cement' }, lonWgs84: 113.4688, latWgs84: 29.4828, habit: 'furnace', fineGs: 1.5, heightM: 50 },
  { code: 'I04', kind: 'enterprise',        name: { zh: '双溪竹木制品厂',       en: 'Shuangxi bamboo works' },        townCode: '105', unitKey: 'ecology', owner: { zh: '双溪竹业', en: 'Shuangxi Bamboo' }, lonWgs84: 113.5002, latWgs84: 29.4412, habit: 'shift', fineGs: 0.35, heightM: 15 },
  { code: 'I05', kind: 'enterprise',        name: { zh: '枫渡食品加工厂',       en: 'Fengdu food works' },            townCode: '104', unitKey: 'ecology', owner: { zh: '枫渡食品', en: 'Fengdu Foods' }, lonWgs84: 113.5812, latWgs84: 29.4472, habit: 'shift', fineGs: 0.4, heightM: 20 },
  { code: 'I06', kind: 'enterprise',        name: { zh: '恒星铸造',             en: 'Hengxing Foundry' },             townCode: '201', unitKey: 'ecology', owner: { zh: '恒星铸造', en: 'Hengxing Foundry' }, lonWgs84: 113.5187, latWgs84: 29.529, habit: 'shift', fineGs: 0.4, heightM: 15 },
  { code: 'I07', kind: 'enterprise',        name: { zh: '荷塘热力中心',         en: 'Hetang heating plant' },         townCode: '102', unitKey: 'ecology', owner: { zh: '荷塘热力', en: 'Hetang Heat' }, lonWgs84: 113.5498, latWgs84: 29.5119, habit: 'furnace', fineGs: 0.9, heightM: 60 },
  { code: 'I08', kind: 'enterprise',        name: { zh: '迎春家具厂',           en: 'Yingchun Furniture' },           townCode: '001', unitKey: 'ecology', owner: { zh: '迎春家具', en: 'Yingchun Furniture' }, lonWgs84: 113.5041, latWgs84: 29.4903, habit: 'shift', fineGs: 0.3, heightM: 15 },
  // Living
  { code: 'L01', kind: 'straw-plot',        name: { zh: '金家坨一组稻田',       en: 'Jinjiatuo paddy 1' },            townCode: '201', unitKey: 'agriculture', lonWgs84: 113.5215, latWgs84: 29.536, habit: 'straw', fineGs: 17, heightM: 8 },
  { code: 'L02', kind: 'straw-plot',        name: { zh: '金家坨五组稻田',       en: 'Jinjiatuo paddy 5' },            townCode: '201', unitKey: 'agriculture', lonWgs84: 113.5093, latWgs84: 29.5222, habit: 'straw', fineGs: 15, heightM: 8 },
  { code: 'L03', kind: 'straw-plot',        name: { zh: '荷塘东垸稻田',         en: 'Hetang eastern polder' },        townCode: '102', unitKey: 'agriculture', lonWgs84: 113.5635, latWgs84: 29.5145, habit: 'straw', fineGs: 17, heightM: 8 },
  { code: 'L04', kind: 'straw-plot',        name: { zh: '柳林北垸稻田',         en: 'Liulin northern polder' },        townCode: '101', unitKey: 'agriculture', lonWgs84: 113.501, latWgs84: 29.5195, habit: 'straw', fineGs: 15, heightM: 8 },
  { code: 'L05', kind: 'straw-plot',        name: { zh: '枫渡北垸油菜地',       en: 'Fengdu northern rape field' },   townCode: '104', unitKey: 'agriculture', lonWgs84: 113.5815, latWgs84: 29.4545, habit: 'straw', fineGs: 14, heightM: 8 },
  { code: 'L06', kind: 'restaurant',        name: { zh: '临江夜宵街',           en: 'Linjiang night-food street' },   townCode: '002', unitKey: 'city-order', lonWgs84: 113.5464, latWgs84: 29.4759, habit: 'restaurant', fineGs: 0.15, heightM: 6 },
  { code: 'L07', kind: 'restaurant',        name: { zh: '青石桥美食城',         en: 'Qingshiqiao food court' },       townCode: '001', unitKey: 'city-order', lonWgs84: 113.5183, latWgs84: 29.4842, habit: 'restaurant', fineGs: 0.12, heightM: 10 },
  { code: 'L08', kind: 'restaurant',        name: { zh: '迎宾楼酒家',           en: 'Yingbin Restaurant' },           townCode: '001', unitKey: 'city-order', lonWgs84: 113.5109, latWgs84: 29.4941, habit: 'restaurant', fineGs: 0.06, heightM: 12 },
  { code: 'L09', kind: 'restaurant',        name: { zh: '柳林农家菜馆',         en: 'Liulin country kitchen' },       townCode: '101', unitKey: 'city-order', lonWgs84: 113.4978, latWgs84: 29.5121, habit: 'restaurant', fineGs: 0.06, heightM: 5 },
  { code: 'L10', kind: 'fireworks-shop',    name: { zh: '临江烟花零售点',       en: 'Linjiang fireworks shop' },      townCode: '002', unitKey: 'emergency', lonWgs84: 113.5441, latWgs84: 29.4791, habit: 'shop', fineGs: 0, heightM: 2 },
  { code: 'L11', kind: 'fireworks-shop',    name: { zh: '青石桥烟花零售点',     en: 'Qingshiqiao fireworks shop' },   townCode: '001', unitKey: 'emergency', lonWgs84: 113.5128, latWgs84: 29.4889, habit: 'shop', fineGs: 0, heightM: 2 },
  { code: 'L12', kind: 'open-burning-place', name: { zh: '老街散煤与柴灶片区',  en: 'Old town stoves' },              townCode: '001', unitKey: 'city-order', lonWgs84: 113.5213, latWgs84: 29.4879, habit: 'stoves', fineGs: 0.4, heightM: 6 },
  { code: 'L13', kind: 'open-burning-place', name: { zh: '双溪村组柴灶片区',    en: 'Shuangxi village stoves' },      townCode: '105', unitKey: 'agriculture', lonWgs84: 113.4949, latWgs84: 29.4349, habit: 'stoves', fineGs: 0.2, heightM: 6 },
  { code: 'L14', kind: 'straw-plot',        name: { zh: '双溪北冲稻田',       en: 'Shuangxi northern paddy' }, townCode: '105', unitKey: 'agriculture', lonWgs84: 113.4945, latWgs84: 29.466, habit: 'straw', fineGs: 15, heightM: 8 },
  { code: 'L15', kind: 'straw-plot',        name: { zh: '白鹭湾洲垸稻田',       en: 'Bailuwan polder paddy' }, townCode: '103', unitKey: 'agriculture', lonWgs84: 113.4795, latWgs84: 29.4905, habit: 'straw', fineGs: 15, heightM: 8 },
  { code: 'L16', kind: 'straw-plot',        name: { zh: '荷塘中垸稻田',       en: 'Hetang middle polder' }, townCode: '102', unitKey: 'agriculture', lonWgs84: 113.5605, latWgs84: 29.5135, habit: 'straw', fineGs: 15, heightM: 8 },
  { code: 'L17', kind: 'straw-plot',        name: { zh: '金家坨南冲稻田',       en: 'Jinjiatuo southern paddy' }, townCode: '201', unitKey: 'agriculture', lonWgs84: 113.515, latWgs84: 29.516, habit: 'straw', fineGs: 14, heightM: 8 },
  { code: 'L18', kind: 'other-living',      name: { zh: '青石桥居民燃放片区',   en: 'Qingshiqiao, where fireworks are set off' }, townCode: '001', unitKey: 'emergency', lonWgs84: 113.5145, latWgs84: 29.4895, habit: 'fireworks', fineGs: 25, heightM: 40 },
  { code: 'L19', kind: 'other-living',      name: { zh: '临江居民燃放片区',   en: 'Linjiang, where fireworks are set off' }, townCode: '002', unitKey: 'emergency', lonWgs84: 113.5395, latWgs84: 29.4785, habit: 'fireworks', fineGs: 20, heightM: 40 },
  { code: 'L20', kind: 'other-living',      name: { zh: '柳林集镇燃放片区',   en: 'Liulin, where fireworks are set off' }, townCode: '101', unitKey: 'emergency', lonWgs84: 113.499, latWgs84: 29.508, habit: 'fireworks', fineGs: 12, heightM: 40 },
  { code: 'L21', kind: 'other-living',      name: { zh: '荷塘集镇燃放片区',   en: 'Hetang, where fireworks are set off' }, townCode: '102', unitKey: 'emergency', lonWgs84: 113.5565, latWgs84: 29.507, habit: 'fireworks', fineGs: 12, heightM: 40 },
  { code: 'L22', kind: 'other-living',      name: { zh: '白鹭湾集镇燃放片区',   en: 'Bailuwan, where fireworks are set off' }, townCode: '103', unitKey: 'emergency', lonWgs84: 113.477, latWgs84: 29.477, habit: 'fireworks', fineGs: 12, heightM: 40 },
  { code: 'L23', kind: 'other-living',      name: { zh: '枫渡集镇燃放片区',   en: 'Fengdu, where fireworks are set off' }, townCode: '104', unitKey: 'emergency', lonWgs84: 113.576, latWgs84: 29.447, habit: 'fireworks', fineGs: 12, heightM: 40 },
  { code: 'L24', kind: 'other-living',      name: { zh: '双溪集镇燃放片区',   en: 'Shuangxi, where fireworks are set off' }, townCode: '105', unitKey: 'emergency', lonWgs84: 113.495, latWgs84: 29.448, habit: 'fireworks', fineGs: 12, heightM: 40 },
  { code: 'L25', kind: 'other-living',      name: { zh: '金家坨集镇燃放片区',   en: 'Jinjiatuo, where fireworks are set off' }, townCode: '201', unitKey: 'emergency', lonWgs84: 113.518, latWgs84: 29.527, habit: 'fireworks', fineGs: 8, heightM: 40 },
]

/** What else a source gives off beside its PM2.5, as multiples of it; PM10 counts PM2.5 in. Ours, in the order of inventories. */
// biome-ignore format: a table to proof-read
export const beside: Readonly<Record<Habit, { pm10: number; so2: number; no2: number; co: number }>> = {
  road:       { pm10: 4.5, so2: 0.02, no2: 1,    co: 4 },
  lorries:    { pm10: 3.5, so2: 0.03, no2: 1,    co: 4 },
  gate:       { pm10: 3,   so2: 0.03, no2: 2,    co: 4 },
  machines:   { pm10: 1.5, so2: 0.05, no2: 2,    co: 4 },
  site:       { pm10: 3,   so2: 0.01, no2: 0.3,  co: 0.4 },
  yard:       { pm10: 6,   so2: 0,    no2: 0,    co: 0 },
  kiln:       { pm10: 1.6, so2: 2,  no2: 0.8,   co: 6 },
  shift:      { pm10: 1.8, so2: 0.3,  no2: 0.4,   co: 1.5 },
  furnace:    { pm10: 1.5, so2: 0.8,  no2: 1,    co: 2 },
  restaurant: { pm10: 1.2, so2: 0.02, no2: 0.2,  co: 0.5 },
  straw:      { pm10: 1.15, so2: 0.06, no2: 0.25, co: 7 },
  stoves:     { pm10: 1.3, so2: 0.5,  no2: 0.3,  co: 8 },
  fireworks:  { pm10: 1.1, so2: 0.05, no2: 0.02, co: 1.5 },
  shop:       { pm10: 1, so2: 0, no2: 0, co: 0 },
  fixed:      { pm10: 1, so2: 0, no2: 0, co: 0 },
}

/** How wide a source is across the wind and how high from the start, by habit. Ours, in the order of what such places measure. [m] */
// biome-ignore format: a table to proof-read
export const extents: Readonly<Record<Habit, { acrossM: number; uprightM: number }>> = {
  road:       { acrossM: 600, uprightM: 4 },
  lorries:    { acrossM: 150, uprightM: 5 },
  gate:       { acrossM: 60,  uprightM: 5 },
  machines:   { acrossM: 120, uprightM: 5 },
  site:       { acrossM: 200, uprightM: 15 },
  yard:       { acrossM: 150, uprightM: 8 },
  // Chimneys: high ones stand above the wake of their halls, those of workshops in it.
  kiln:       { acrossM: 20,  uprightM: 5 },
  furnace:    { acrossM: 20,  uprightM: 5 },
  shift:      { acrossM: 60,  uprightM: 15 },
  restaurant: { acrossM: 80,  uprightM: 6 },
  straw:      { acrossM: 250, uprightM: 25 },
  stoves:     { acrossM: 500, uprightM: 6 },
  fireworks:  { acrossM: 1200, uprightM: 80 },
  shop:       { acrossM: 0,   uprightM: 0 },
  fixed:      { acrossM: 20,  uprightM: 2 },
}
