import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { connectClient } from '../../src/platform/db/client.ts'
import { framed, stamp, THRESHOLD, type TrialDevice } from '../../test/trial/parts/frames.ts'

/** DataTimes are so far apart that each frame is an alert of its own: the rule of the trials groups five seconds. [ms] */
const APART_MS = 10_000
/** Between two frames, so that they stand in no step with anything. [ms] */
const PAUSE_MS = { least: 2, span: 20 }

export interface Witness {
  device: TrialDevice
  deviceId: string
  hj212: { host: string; port: number }
  database: pg.ClientConfig
}

/**
 * Sends exceedances one after the other, each an alert of its own, and waits for each until the event of its alert has been
 * announced to those who listen to the ledger: what the live push of the pages hangs on.
 * @param goOn asked before each
 * @returns from sending the frame to the news of its alert. [ms]
 */
export async function alertLatencies(witness: Witness, goOn: () => boolean): Promise<number[]> {
  const { device, deviceId, hj212, database } = witness
  const client = await connectClient(database)
  let news = Promise.withResolvers<void>()
  client.on('notification', () => news.resolve())
  await client.query('listen weike_ledger')
  const socket = connect(hj212.port, hj212.host)
  await once(socket, 'connect')
  socket.setNoDelay(true).resume()
  const took: number[] = []
  for (let index = 0; goOn(); index += 1) {
    await delay(PAUSE_MS.least + Math.random() * PAUSE_MS.span)
    const dataTime = device.firstDataTime + index * APART_MS
    const sent = performance.now()
    socket.write(exceedance(device, stamp(dataTime)))
    for (;;) {
      await news.promise
      const heard = performance.now()
      news = Promise.withResolvers<void>()
      const raised = await client.query('select 1 from weike.alert where device_id = $1 and first_period_end = $2', [
        deviceId,
        dataTime,
      ])
      if (raised.rowCount === 0) continue
      took.push(heard - sent)
      break
    }
  }
  socket.destroy()
  await client.end()
  return took
}

function exceedance(device: TrialDevice, dataTime: string): Buffer {
  const cp = `DataTime=${dataTime};a34004-Rtd=${THRESHOLD + 50},a34004-Flag=N`
  return framed(`QN=${dataTime}000;ST=22;CN=2011;PW=${device.password};MN=${device.mn};Flag=5;CP=&&${cp}&&`)
}
