import { stationLevels } from '../../domain/stations/model.ts'
import { addStation } from '../../domain/stations/service.ts'
import { type Command, choice, installationOptions, needed, numberOption, WrongUse } from './command.ts'
import { withInstallation } from './with-installation.ts'

export const stationAdd: Command = {
  name: 'station add',
  key: 'station-add',
  operands: '',
  takes: [0, 0],
  options: [
    { name: 'code', value: 'CODE' },
    { name: 'name', value: 'NAME' },
    { name: 'lon', value: 'DEGREES' },
    { name: 'lat', value: 'DEGREES' },
    { name: 'level', value: stationLevels.join('|') },
    ...installationOptions,
  ],
  required: ['code', 'name', 'lon', 'lat'],
  run(context) {
    const { given } = context
    const lonWgs84 = numberOption(given, 'lon', -180, 180)
    const latWgs84 = numberOption(given, 'lat', -90, 90)
    if (lonWgs84 === undefined || latWgs84 === undefined) throw new WrongUse('--lon --lat')
    const level = choice(given, 'level', stationLevels, 'micro')
    const wanted = { code: needed(given, 'code'), name: needed(given, 'name'), level, lonWgs84, latWgs84 }
    return withInstallation(context, async ({ installation, principal, act }) => {
      const station = await addStation(installation.foundation, principal, act(), wanted)
      context.print(JSON.stringify({ id: station.id, code: station.code }))
      return 0
    })
  },
}
