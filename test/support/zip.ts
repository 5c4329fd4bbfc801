import { crc32, inflateRawSync } from 'node:zlib'

/** The files of a ZIP archive by their names, as its central directory lists them; throws where one is not whole. */
export function unzipped(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'))
  if (end < 0) throw new Error('no end of an archive')
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, crc, packed, nameLength, extraLength, commentLength, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)]
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString()
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const body = zip.subarray(begin, begin + packed)
    const bytes = method === 8 ? inflateRawSync(body) : body
    if (crc32(bytes) !== crc) throw new Error(`${name} is not whole`)
    files.set(name, bytes)
    at += 46 + nameLength + extraLength + commentLength
  }
  return files
}
