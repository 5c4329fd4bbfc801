import express, { Router } from 'express'
import supertest from 'supertest'
import { byFirstSegment } from '../../server/web/by-first-segment.ts'

const asked: string[] = []
beforeEach(() => asked.splice(0))

/** A router that answers its paths, and passes on what it is not asked for. */
function router(name: string, ...paths: string[]): Router {
  const made = Router()
  for (const path of paths) made.get(path, (req, res, next) => { asked.push(name); if (req.query.pass === name) next(); else res.send(`${name} ${JSON.stringify(req.params)} ${req.baseUrl}`) })
  return made
}

const app = express().use(byFirstSegment([router('home', '/'), router('desk', '/desk', '/desk/tasks/:id'), router('mixed', '/desk', '/me', '/robots.txt'), router('case', '/cases/:number')]), (_req, res) => void res.status(404).send('nobody'))

// prettier-ignore
const addresses: [path: string, by: string, answer: string][] = [
  ['/',                 'home',       'home {} '],
  ['/desk',             'desk',       'desk {} '],
  ['/desk/',            'desk',       'desk {} '],
  ['/DESK',             'desk',       'desk {} '],
  ['/desk?pass=desk',   'desk mixed', 'mixed {} '],
  ['/desk/tasks/7',     'desk',       'desk {"id":"7"} '],
  ['/me',               'mixed',      'mixed {} '],
  ['/robots.txt',       'mixed',      'mixed {} '],
  ['/cases/330106',     'case',       'case {"number":"330106"} '],
  ['/cases/',           '',           'nobody'],
  ['/desks',            '',           'nobody'],
  ['/constructor',      '',           'nobody'],
  ['/%64esk',           '',           'nobody'],
  ['//desk',            '',           'nobody'],
]
test.each(addresses)('%s asks “%s”', async (path, by, answer) => {
  expect((await supertest(app).get(path)).text).toBe(answer)
  expect(asked.join(' ')).toBe(by)
})

test.each([['/:anything'], ['/*rest'], ['desk']])('a route %s could begin with anything: refused at the start', path => {
  expect(() => byFirstSegment([router('bad', path)])).toThrow(path)
})

test('so is a handler without a route: nobody could say where it belongs', () => {
  expect(() => byFirstSegment([Router().use((_req, _res, next) => next())])).toThrow('a handler without a route')
})
