import { framed, stamp, type TrialDevice } from '../../test/trial/parts/frames.ts'

export const factors = [
  'a34004',
  'a34002',
  'a21026',
  'a21004',
  'a21005',
  'a05024',
  'a01001',
  'a01002',
  'a01006',
  'a01007',
]

/** Of so many frames of a logger three are over the threshold of the rule: an episode now and then, as in the field. */
const EPISODE_EVERY = 3000

/** Frame `index` of a logger: real-time values of ten factors, an answer wanted. DataTime is a second later with each. */
export function tenFactorFrame(device: TrialDevice, index: number): Buffer {
  const dataTime = stamp(device.firstDataTime + index * 1000)
  const values = factors.map((code, factor) => `${code}-Rtd=${sentValue(device, index, factor)},${code}-Flag=N`)
  return framed(
    `QN=${dataTime}000;ST=22;CN=2011;PW=${device.password};MN=${device.mn};Flag=5;CP=&&DataTime=${dataTime};${values.join(';')}&&`,
  )
}

function sentValue(device: TrialDevice, index: number, factor: number): number {
  const wave = (index * 7 + device.place * 31 + factor * 101) % 600
  return (factor === 0 && index % EPISODE_EVERY < 3 ? 800 + wave : wave) / 10
}
