import { regionAtLevel, type Region } from './region.ts'

export interface RegionFile {
  regions: Region[]
  faults: { line: number; code: 'regionColumns' | 'regionCode' | 'regionLevel' | 'regionDouble' | 'regionParent'; value: string }[]
}

const parentLevel = { city: 'province', county: 'city', township: 'county' } as const

/** Reads `code,zh,en,level` lines; a region's parent follows from its code. */
export function parseRegions(text: string): RegionFile {
  const regions = new Map<string, Region>()
  const faults: RegionFile['faults'] = []
  const lines = text.split(/\r?\n/)
  lines.forEach((content, index) => {
    const fault = (code: RegionFile['faults'][number]['code'], value: string) => void faults.push({ line: index + 1, code, value })
    if (index === 0 || content.trim() === '') return
    const columns = content.split(',')
    const [code = '', zh = '', en = '', level = ''] = columns
    if (columns.length !== 4 || columns.includes('')) return fault('regionColumns', content)
    if (!/^33\d{10}$/.test(code)) return fault('regionCode', code)
    if (!isLevel(level)) return fault('regionLevel', level)
    if (regions.has(code)) return fault('regionDouble', code)
    const parent = level === 'province' ? null : regionAtLevel(code, parentLevel[level])
    if (parent !== null && !regions.has(parent)) return fault('regionParent', code)
    regions.set(code, { code, zh, en, level, parent })
  })
  return { regions: [...regions.values()], faults }
}

const isLevel = (level: string): level is Region['level'] => level === 'province' || level in parentLevel
