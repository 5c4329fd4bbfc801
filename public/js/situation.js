// The guide answers as one chooses: the page for the new situation is fetched and put in place of this one. Without it the form's button does the same.
const article = () => document.querySelector('[data-situation]')
let asked
// Own pages only, fetched from here: the one text that may become markup (Trusted Types).
const own = globalThis.trustedTypes?.createPolicy('situation', { createHTML: html => html }) ?? { createHTML: html => html }

document.addEventListener('change', async event => {
  const form = event.target.closest?.('[data-situation] form')
  if (!form) return
  const url = new URL(form.action)
  url.search = new URLSearchParams(new FormData(form)).toString()
  asked?.abort()
  asked = new AbortController()
  const response = await fetch(url, { signal: asked.signal }).catch(() => undefined)
  if (!response?.ok) return
  const page = new DOMParser().parseFromString(own.createHTML(await response.text()), 'text/html')
  const next = page.querySelector('[data-situation]')
  if (!next) return
  const opened = [...article().querySelectorAll('details[open] > summary')].map(summary => summary.textContent)
  for (const summary of next.querySelectorAll('details > summary')) if (opened.includes(summary.textContent)) summary.parentElement.open = true
  const chosen = next.querySelector(`[id="${CSS.escape(event.target.id)}"]`)
  chosen?.closest('details')?.setAttribute('open', '')
  const height = event.target.getBoundingClientRect().top
  article().replaceWith(document.adoptNode(next))
  chosen?.focus({ preventScroll: true })
  // What was pressed stays under the finger, whatever came in above it.
  if (chosen) scrollBy({ top: chosen.getBoundingClientRect().top - height, behavior: 'instant' })
  const told = document.querySelector('[data-situation-told]')
  if (told) told.textContent = next.dataset.situation
  history.replaceState(null, '', url.pathname + url.search)
})
