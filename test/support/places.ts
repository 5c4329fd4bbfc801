import type { Db } from '../../db/connect.ts'
import { insert } from '../../db/statement.ts'
import { loadShippedCatalogue } from '../../server/catalogue/shipped.ts'
import { freshDatabase } from './database.ts'

const regions: [code: string, zh: string, en: string, level: string, parent: string | null][] = [
  ['330000000000', '浙江省', 'Zhejiang Province', 'province', null],
  ['330100000000', '杭州市', 'Hangzhou City', 'city', '330000000000'],
  ['330106000000', '西湖区', 'Xihu District', 'county', '330100000000'],
  ['330106001000', '灵隐街道', 'Lingyin Subdistrict', 'township', '330106000000'],
  ['330106002000', '北山街道', 'Beishan Subdistrict', 'township', '330106000000'],
  ['330110000000', '余杭区', 'Yuhang District', 'county', '330100000000'],
  ['330110005000', '五常街道', 'Wuchang Subdistrict', 'township', '330110000000'],
  ['330200000000', '宁波市', 'Ningbo City', 'city', '330000000000'],
  ['330203000000', '海曙区', 'Haishu District', 'county', '330200000000'],
]

/** Enough of Zhejiang for a test that is not about places. */
export const loadFewRegions = (db: Db): Promise<void> =>
  db.commit(regions.map(([code, zh, en, level, parent]) => insert('region', { code, zh, en, level, parent })))

/** A copy of a database into which everything that ships was loaded once in a run. */
export const withCatalogue = (): Promise<Db> => freshDatabase(shipped, 'shipped')

const shipped = (db: Db) => loadShippedCatalogue(db, new Date('2026-01-05T01:00:00.000Z'))
