// A card over the panel, for whatever feature has something to show or to ask, and the device's Back for what lies there

export { onDeviceBack } from './device-back.ts'
export { openSheet } from './sheet.ts'
