export const dataTimeNames = ['start', 'end'] as const
export type DataTimeNames = (typeof dataTimeNames)[number]

export const bindingSubjects = ['station', 'outlet', 'vehicle', 'machine', 'meter'] as const
export type BindingSubject = (typeof bindingSubjects)[number]

/** A device as the gateway needs it: found by its MN, password opened. */
export interface RegisteredDevice {
  countyId: string
  id: string
  mn: string
  name: string
  password: string
  dataTimeNames: DataTimeNames
  minuteInterval: number
  factors: readonly string[]
}

/** What a device measures in a dated period: from `validFrom` (included) until `validTo` (excluded, null = still). [epoch ms] */
export interface Binding {
  deviceId: string
  subjectType: BindingSubject
  subjectId: string
  validFrom: number
  validTo: number | null
}

/** The binding in force at an instant [epoch ms], if any. */
export function bindingAt(bindings: readonly Binding[], instant: number): Binding | undefined {
  return bindings.find((one) => one.validFrom <= instant && (one.validTo === null || instant < one.validTo))
}
