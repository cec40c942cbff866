import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { claimInstallation, foundCounty } from '../../src/domain/counties/service.ts'
import { makeDataDirectory, removeDataDirectory } from '../setup/data-directory.ts'
import { inInstallation } from '../setup/in-installation.ts'
import { report, times } from './parts/figures.ts'
import { checkout } from './parts/weike.ts'

const data = join(checkout, '..', 'shared', 'data')
/** More than a program needs that holds nothing of a file. [MiB] */
const MOST_MEMORY = 900

const told = z.object({
  kind: z.string(),
  rows: z.int(),
  taken: z.int(),
  refused: z.int(),
  others: z.int(),
  added: z.int(),
  unchanged: z.int(),
  reasons: z.record(z.string(), z.int()),
})
type Told = z.infer<typeof told>

interface Sitting {
  files: Told[]
  seconds: number
  /** Most memory that the process of the command had. [MiB] */
  peak: number
}

let dataDir: string

beforeEach(async () => {
  dataDir = await makeDataDirectory()
})
afterEach(async () => {
  await removeDataDirectory(dataDir)
})

/** Places of the Beijing sites (the list of stations has them under other names); for the map alone. */
const beijing = [
  'Aotizhongxin,Aotizhongxin,national,116.397,39.982',
  'Changping,Changping,national,116.230,40.217',
  'Dingling,Dingling,national,116.220,40.292',
  'Dongsi,Dongsi,national,116.417,39.929',
  'Guanyuan,Guanyuan,national,116.339,39.929',
  'Gucheng,Gucheng,national,116.184,39.914',
  'Huairou,Huairou,national,116.628,40.328',
  'Nongzhanguan,Nongzhanguan,national,116.461,39.937',
  'Shunyi,Shunyi,national,116.655,40.127',
  'Tiantan,Tiantan,national,116.407,39.886',
  'Wanliu,Wanliu,national,116.287,39.987',
  'Wanshouxigong,Wanshouxigong,national,116.352,39.878',
]

describe('the past of a county brought in', () => {
  it('all that has a home, in one sitting on the embedded database, and the same again changes nothing', async () => {
    await inInstallation({ dataDir, databaseUrl: undefined }, async ({ foundation }) => {
      await claimInstallation(foundation, 'real')
      await foundCounty(foundation, { code: '430902', name: '资阳区' })
    })
    const borders = join(data, 'boundaries-hunan.geojson')
    const sites = join(dataDir, 'beijing.csv')
    await writeFile(sites, ['code,name,level,lon,lat', ...beijing].join('\n'))
    const places = await sitting([join(data, 'stations.csv'), sites], ['--as', 'stations'])
    const regions = await sitting([borders], ['--as', 'regions'])
    const archives = await hourlyArchives()
    const cities = await dailyArchives()
    const days = await sitting(cities, ['--as', 'peer-days'])
    const daysAgain = await sitting(cities, ['--as', 'peer-days'])
    const first = await sitting(archives, ['--as', 'readings'])
    const again = await sitting(archives, ['--as', 'readings'])
    const placesAgain = await sitting([join(data, 'stations.csv'), sites], ['--as', 'stations'])
    const regionsAgain = await sitting([borders], ['--as', 'regions'])
    const sum = (files: readonly Told[], key: Exclude<keyof Told, 'kind' | 'reasons'>) =>
      files.reduce((total, file) => total + file[key], 0)
    const speed = (key: 'rows' | 'added' | 'unchanged', { files, seconds }: Sitting) =>
      Math.round(sum(files, key) / seconds)
    report(`${archives.length} archives of hours`, [
      [
        'stations',
        `${sum(places.files, 'added')} added, ${sum(places.files, 'refused')} refused (${reasonsOf(places.files)}), ${places.seconds.toFixed(1)} s`,
      ],
      [
        'borders',
        `${sum(regions.files, 'added')} drawn, ${sum(regions.files, 'others')} of other counties, ${regions.seconds.toFixed(1)} s`,
      ],
      [
        'days of cities',
        `${sum(days.files, 'rows')} rows, ${sum(days.files, 'added')} written, ${sum(days.files, 'refused')} refused, ${days.seconds.toFixed(1)} s; again ${sum(daysAgain.files, 'added')} written, ${daysAgain.seconds.toFixed(1)} s`,
      ],
      [
        'rows',
        `${sum(first.files, 'rows')}: ${sum(first.files, 'taken')} taken, ${sum(first.files, 'others')} without values or of no station of ours, ${sum(first.files, 'refused')} refused`,
      ],
      ['refused because', reasonsOf(first.files)],
      [
        'hours of a station written',
        `${sum(first.files, 'added')} (${sum(first.files, 'unchanged')} stood already: the archives overlap)`,
      ],
      [
        'time',
        `${(first.seconds / 60).toFixed(1)} min; ${speed('rows', first)} rows/s, ${speed('added', first)} station hours/s`,
      ],
      ['memory at its peak', `${first.peak} MiB`],
      [
        'the same again',
        `${sum(again.files, 'added')} written, ${sum(again.files, 'unchanged')} unchanged, ${(again.seconds / 60).toFixed(1)} min, ${again.peak} MiB`,
      ],
    ])
    expect(sum(days.files, 'added')).toBeGreaterThan(0)
    expect(sum(daysAgain.files, 'added')).toBe(0)
    expect(sum(first.files, 'added')).toBeGreaterThan(0)
    expect(sum([...again.files, ...placesAgain.files, ...regionsAgain.files], 'added')).toBe(0)
    expect(sum(regions.files, 'added')).toBe(1)
    expect(sum(again.files, 'taken')).toBe(sum(first.files, 'taken'))
    expect(Math.max(first.peak, again.peak)).toBeLessThan(MOST_MEMORY)
  })
})

/** How many rows were refused for which reason, the commonest first. */
function reasonsOf(files: readonly Told[]): string {
  const rows = new Map<string, number>()
  for (const { reasons } of files) {
    for (const [reason, count] of Object.entries(reasons)) rows.set(reason, (rows.get(reason) ?? 0) + count)
  }
  const sorted = [...rows].sort(([, one], [, other]) => other - one)
  return sorted.map(([reason, count]) => `${reason} ${count}`).join(', ') || 'none'
}

/** Hours of stations: Beijing, the nation, two provinces, and a release that names its stations. */
async function hourlyArchives(): Promise<string[]> {
  const folders = ['prsa', 'china_sites/national-2019', 'china_sites/hunan-hubei-2019', 'hourly-aqi']
  const names = await Promise.all(
    folders.map(async (folder) => {
      const files = (await readdir(join(data, folder))).filter((name) => name.endsWith('.csv.gz')).sort()
      return files.slice(0, times(files.length)).map((name) => join(data, folder, name))
    }),
  )
  return names.flat()
}

/** Days of cities, as an archive of a public website has them. */
async function dailyArchives(): Promise<string[]> {
  const folder = join(data, 'daily-aqi')
  return (await readdir(folder))
    .filter((name) => name.endsWith('.csv.gz'))
    .sort()
    .map((name) => join(folder, name))
}

async function sitting(files: readonly string[], more: readonly string[]): Promise<Sitting> {
  const started = performance.now()
  const words = ['import', ...files, '--data', dataDir, '--report', dataDir, ...more]
  const child = spawn(join(checkout, 'weike'), words, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' })
  const found: Told[] = []
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8')
  })
  createInterface({ input: child.stdout }).on('line', (line) => found.push(told.parse(JSON.parse(line))))
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, highWater(child.pid))
  }, 200)
  await once(child, 'close')
  clearInterval(watch)
  if (found.length < files.length) throw new Error(`${found.length} of ${files.length} files came in:\n${said}`)
  return { files: found, seconds: (performance.now() - started) / 1000, peak }
}

/** Most resident memory of a process so far. [MiB] */
function highWater(pid: number | undefined): number {
  try {
    const kib = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Math.round(Number(kib ?? 0) / 1024)
  } catch {
    return 0
  }
}
