import type { Language, Translate } from '../web/texts.ts'
import { languages } from '../web/texts.ts'
import { formats } from '../web/formats.ts'
import type { Overview } from './own-data.ts'

/** The page that is opened first: no script, nothing from a network, both languages below each other. */
export const overviewPage = (overview: Overview, texts: Record<Language, Translate>, now: Date): string => `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${safe(texts['zh-CN']('privacy:export.pageTitle'))}</title>
<style>body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:17px/1.7 "PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif;color:#1b2a33;background:#fbfaf7}h1{font-size:1.6rem}h2{font-size:1.2rem;border-top:1px solid #d9d6cf;padding-top:1rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #d9d6cf}th{width:30%;font-weight:600}a{color:#17467a}section+section{margin-top:4rem;border-top:3px solid #1b2a33}</style></head>
<body>
${languages.map(language => part(overview, texts[language], language, now)).join('\n')}
</body></html>
`

function part({ account, matters, certificates, counts }: Overview, t: Translate, language: Language, now: Date): string {
  const text = ({ zh, en }: { zh: string; en: string }) => safe(language === 'en' ? en : zh)
  const time = (at: string) => safe(formats(language).time(at))
  const rows = [[t('people:field.name'), account.name], [t('people:field.username'), account.username], ...Object.entries(account.identity).map(([key, value]) => [t(`people:field.${key}`), value]), [t('privacy:export.since'), formats(language).time(account.createdAt)]]
  return `<section lang="${language}">
<h1>${safe(t('privacy:export.pageTitle'))}</h1>
<p>${safe(t('privacy:export.pageLead', { name: account.name, time: formats(language).time(now.toISOString()) }))}</p>
<h2>${safe(t('privacy:export.account'))}</h2>
<table>${rows.map(([key = '', value = '']) => `<tr><th scope="row">${safe(key)}</th><td>${safe(value)}</td></tr>`).join('')}</table>
<p>${link('account.json')}</p>
<h2>${safe(t('privacy:export.matters'))}</h2>
${matters.length === 0 ? `<p>${safe(t('privacy:export.none'))}</p>` : `<table>${matters.map(one => `<tr><th scope="row">${text(one.title)}<br>${safe(one.kind === 'draft' ? t('privacy:export.draft') : one.number)}</th><td>${time(one.at)}<br>${link(`${one.folder}/${one.kind}.json`)}${one.kind === 'case' ? `<br>${link(`${one.folder}/history.json`)}` : ''}${one.papers.map(({ name, file }) => `<br>${link(file, name)}`).join('')}</td></tr>`).join('')}</table>`}
<p>${safe(t('privacy:export.historyHint'))}</p>
<h2>${safe(t('privacy:export.certificates'))}</h2>
${certificates.length === 0 ? `<p>${safe(t('privacy:export.none'))}</p>` : `<table>${certificates.map(one => `<tr><th scope="row">${text(one.name)}</th><td>${safe(one.identifier)}<br>${time(one.issuedAt)}</td></tr>`).join('')}</table><p>${link('certificates.json')}</p>`}
<h2>${safe(t('privacy:export.rest'))}</h2>
<table><tr><th scope="row">${safe(t('privacy:export.messages'))}</th><td>${counts.messages} · ${link('messages.json')}</td></tr><tr><th scope="row">${safe(t('privacy:export.mandates'))}</th><td>${counts.mandates} · ${link('mandates.json')}</td></tr><tr><th scope="row">${safe(t('privacy:export.readings'))}</th><td>${counts.readings} · ${link('who-read-my-data.json')}</td></tr></table>
</section>`
}

const safe = (text: string): string => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
const link = (file: string, words = file): string => `<a href="${file.split('/').map(encodeURIComponent).join('/')}">${safe(words)}</a>`
