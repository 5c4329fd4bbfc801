import { join } from 'node:path'
import Database from 'better-sqlite3'
import ejs from 'ejs'
import i18next from 'i18next'
import { Kysely, SqliteDialect } from 'kysely'
import { connect } from '../../db/connect.ts'
import { query } from '../../db/query.ts'
import type { Schema } from '../../db/schema.ts'
import { viewEngine, viewsFolder } from '../../server/web/view-engine.ts'
import { loadTexts } from '../../server/web/texts.ts'
import { asset } from '../../server/web/assets.ts'
import { formats } from '../../server/web/formats.ts'
import { paths } from '../../server/web/paths.ts'
import type { Line } from './table.ts'
import { prepareTown } from './town.ts'

/** What single decisions of the house are worth: each beside what it took the place of, in processor time of this process. */
export async function benchParts(folder: string): Promise<Line[]> {
  const town = await prepareTown(folder, { citizens: 1, drafts: 1 })
  const file = town.environment.DATABASE_URL as string
  return [...await reads(file), ...texts(), ...await templates()]
}

/** A case by its number. */
async function reads(file: string): Promise<Line[]> {
  const db = connect(file)
  const anew = new Kysely<Schema>({ dialect: new SqliteDialect({ database: new Database(file, { readonly: true }) }) })
  const { number } = await db.read.selectFrom('service_case').select('number').limit(1).executeTakeFirstOrThrow()
  const byNumber = query((on, at: { number: string }) => on.selectFrom('service_case').selectAll().where('number', '=', at.number))
  const through = (on: Kysely<Schema>) => () => on.selectFrom('service_case').selectAll().where('number', '=', number).executeTakeFirst()
  const lines = [
    { part: 'read by key', how: 'Kysely, prepared at each read', 'µs': await cost(through(anew), 5_000) },
    { part: 'read by key', how: 'Kysely, prepared once (`db.read`)', 'µs': await cost(through(db.read), 5_000) },
    { part: 'read by key', how: 'compiled and prepared once (`query`)', 'µs': await cost(() => byNumber.first(db, { number }), 5_000) },
  ]
  await anew.destroy()
  await db.close()
  return lines
}

function texts(): Line[] {
  const tables = loadTexts(join(viewsFolder, 'locales'))
  const slow = i18next.createInstance()
  void slow.init({ lng: 'en', resources: { en: { some: { text: 'Received on {{day}} by {{office}}' } } }, initAsync: false, interpolation: { escapeValue: false } })
  return [
    { part: 'a sentence', how: 'i18next', 'µs': costNow(() => slow.t('some:text', { day: 'Monday', office: 'us' }), 50_000) },
    { part: 'a sentence', how: 'table of texts', 'µs': costNow(() => tables.en('layout:pageTitle', { title: 'A' }), 50_000) },
  ]
}

/** The frame of a page, with some twenty includes. */
async function templates(): Promise<Line[]> {
  const render = viewEngine(viewsFolder)
  const t = loadTexts(join(viewsFolder, 'locales'))['zh-CN']
  const locals = () => ({
    title: 'x', problems: [], values: {}, notice: undefined, density: 'citizen', formId: undefined, scripts: new Set<string>(), styles: new Set<string>(), t, text: () => 'x', language: 'zh-CN', csrfToken: () => '', largePrint: false, requestId: '',
    paths, asset, format: formats('zh-CN'), viewer: undefined, url: '/help', isDemo: false, acting: undefined, keptBody: undefined, page: 'guide/accessibility', settings: { views: [viewsFolder], 'view cache': true },
  })
  const layout = join(viewsFolder, 'layout.ejs')
  const ours = () => new Promise<string>((resolve, reject) => render(layout, locals(), (error, html) => (error ? reject(error as Error) : resolve(html as string))))
  return [
    { part: 'a page of text drawn', how: 'EJS with its cache', 'µs': await cost(() => ejs.renderFile(layout, locals()), 500) },
    { part: 'a page of text drawn', how: 'view engine', 'µs': await cost(ours, 500) },
  ]
}

/** Processor time of one, in microseconds, after a warm-up. */
async function cost(act: () => Promise<unknown>, times: number): Promise<number> {
  for (let at = 0; at < times / 5; at++) await act()
  const before = process.cpuUsage()
  for (let at = 0; at < times; at++) await act()
  return each(process.cpuUsage(before), times)
}

function costNow(act: () => unknown, times: number): number {
  for (let at = 0; at < times / 5; at++) act()
  const before = process.cpuUsage()
  for (let at = 0; at < times; at++) act()
  return each(process.cpuUsage(before), times)
}

const each = ({ user, system }: NodeJS.CpuUsage, times: number): number => Math.round(((user + system) / times) * 100) / 100
