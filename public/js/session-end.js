// Tells before a session lapses, and keeps it when asked to. What this page fetches and what other windows open counts too.
const box = document.querySelector('[data-session-end]')
const early = 120
const idle = Number(box.dataset.idle)
const lastsUntil = Date.now() + box.dataset.left * 1000
const longest = 2 ** 31 - 1
let timer

const show = part => {
  for (const element of box.querySelectorAll('[data-soon], [data-final]')) element.hidden = !(part in element.dataset)
  box.hidden = false
}
const wait = seconds => {
  clearTimeout(timer)
  box.hidden = true
  const isFinal = Date.now() + seconds * 1000 >= lastsUntil - 5000
  timer = setTimeout(() => show(isFinal ? 'final' : 'soon'), Math.min(longest, Math.max(0, seconds - early) * 1000))
}
const seen = () => wait(Math.min(idle, (lastsUntil - Date.now()) / 1000))

const windows = new BroadcastChannel('session')
windows.onmessage = seen
new PerformanceObserver(list => {
  if (list.getEntries().some(({ initiatorType }) => initiatorType === 'fetch')) seen()
}).observe({ type: 'resource' })

box.querySelector('button').addEventListener('click', async () => {
  const answer = await fetch(box.dataset.renew, { headers: { accept: 'application/json' } })
  if (!answer.ok) return location.reload()
  wait((await answer.json()).secondsLeft)
  windows.postMessage('seen')
})
windows.postMessage('seen')
seen()
