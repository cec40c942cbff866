import { dataTimeNames } from '../../domain/devices/model.ts'
import { addDevice } from '../../domain/devices/service.ts'
import { addStation, stationByCode } from '../../domain/stations/service.ts'
import { Problem } from '../../platform/problem.ts'
import { factorOf } from '../../standards/factors.ts'
import { type Command, choice, installationOptions, needed, numberOption, option } from './command.ts'
import { type Console, withInstallation } from './with-installation.ts'

export const deviceAdd: Command = {
  name: 'device add',
  key: 'device-add',
  operands: '',
  takes: [0, 0],
  options: [
    { name: 'mn', value: 'MN' },
    { name: 'station', value: 'CODE' },
    { name: 'password', value: 'PW' },
    { name: 'factors', value: 'a34004,…' },
    { name: 'data-time', value: dataTimeNames.join('|') },
    { name: 'minute-interval', value: 'MINUTES' },
    { name: 'create-station' },
    ...installationOptions,
  ],
  required: ['mn', 'station', 'password'],
  run(context) {
    const { given } = context
    const factors = (option(given, 'factors') ?? '')
      .split(',')
      .filter((factor) => factor !== '')
      .map((factor) => factorOf(factor)?.code ?? factor)
    const wanted = {
      mn: needed(given, 'mn'),
      password: needed(given, 'password'),
      dataTimeNames: choice(given, 'data-time', dataTimeNames, 'start'),
      minuteInterval: numberOption(given, 'minute-interval', 1, 30) ?? 10,
      factors,
    }
    return withInstallation(context, async (console) => {
      const stationId = await stationFor(console, needed(given, 'station'), given.options.has('create-station'))
      const device = await addDevice(console.installation.foundation, console.principal, console.act(), {
        ...wanted,
        stationId,
      })
      context.print(JSON.stringify(device))
      return 0
    })
  },
}

/** The station of a code; with `create` an unknown one is added, its place to be set later (0, 0 says: not known). */
async function stationFor({ installation, principal, act }: Console, code: string, create: boolean): Promise<string> {
  const { foundation } = installation
  const known = await stationByCode(foundation.db, principal.countyId, code)
  if (known !== undefined) return known.id
  if (!create) throw new Problem('target-unknown', { params: { what: 'station', id: code } })
  const wanted = { code, name: code, level: 'micro' as const, lonWgs84: 0, latWgs84: 0 }
  return (await addStation(foundation, principal, act(), wanted)).id
}
