const SLOTS = 16_384
const POLYNOMIAL = 0x1021

/** The slot of a cluster in which a key with this tag is: its CRC16 (XMODEM), as the cluster specification of Redis has it. */
export function keySlot(tag: string): number {
  let crc = 0
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ POLYNOMIAL : crc << 1) & 0xffff
  }
  return crc % SLOTS
}
