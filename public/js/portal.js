// What every page has: the sign that scripts run, the error summary's focus, and one press of a button sending once.
document.documentElement.classList.add('js')

const summary = document.querySelector('[data-error-summary]')
summary?.focus()
summary?.addEventListener('click', event => {
  const control = document.getElementById(decodeURIComponent(event.target.closest('a')?.hash.slice(1) ?? ''))
  if (!control) return
  event.preventDefault()
  ;(control.closest('.govuk-form-group') ?? control).scrollIntoView({ block: 'start' })
  control.focus({ preventScroll: true })
})

const sent = new Set()
const release = () => {
  sent.clear()
  for (const button of document.querySelectorAll('button[aria-disabled]')) button.removeAttribute('aria-disabled')
}
document.addEventListener('submit', event => {
  const form = event.target
  if (event.defaultPrevented || form.getAttribute('method')?.toLowerCase() !== 'post') return
  if (sent.has(form)) return event.preventDefault()
  sent.add(form)
  event.submitter?.setAttribute('aria-disabled', 'true')
  setTimeout(release, 15_000)
})
// A page that comes back from the browser's memory may be sent again; the server takes a case only once.
window.addEventListener('pageshow', event => event.persisted && release())

// What a form has sent has arrived, unless the answer is a refusal or the sign-in page, or there was
// none: then it comes back on the page of its form (autosave.js).
const hasArrived = !document.querySelector('[data-unsent]') && performance.getEntriesByType('navigation')[0]?.type !== 'back_forward'
for (const key of Object.keys(sessionStorage).filter(key => key.startsWith('sent:'))) {
  if (!hasArrived) sessionStorage.setItem(key.replace('sent:', 'unsaved:'), sessionStorage.getItem(key))
  sessionStorage.removeItem(key)
}

// A shared computer keeps nothing of who was signed in.
document.querySelector('form[data-sign-out]')?.addEventListener('submit', () => sessionStorage.clear())

// Printing is the browser's business; the button only shows where there is one.
for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
