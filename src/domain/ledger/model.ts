/** Subjects of the ledger that people set: what the screen of changes tells of. */
export const settingTypes = [
  'person',
  'unit',
  'token',
  'station',
  'region',
  'circles',
  'device',
  'rule',
  'feed',
  'channel',
  'base-map',
] as const
export type SettingType = (typeof settingTypes)[number]

export function isSettingType(type: string): type is SettingType {
  return settingTypes.some((one) => one === type)
}

/** Events about them by which nothing is set: what a feed brought or failed to, what a device was asked for. */
export const notSet: readonly string[] = [
  ...['feed.pulled', 'feed.pull-asked', 'feed.failing', 'feed.mended', 'feed.stale', 'feed.recovered'],
  ...['device.commanded', 'device.command-ended'],
]
