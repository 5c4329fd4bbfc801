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

const sent = new WeakSet()
document.addEventListener('submit', event => {
  const form = event.target
  if (event.defaultPrevented || form.method !== 'post') return
  if (sent.has(form)) return event.preventDefault()
  sent.add(form)
  event.submitter?.setAttribute('aria-disabled', 'true')
})
// A page that comes back from the browser's memory may be sent again.
window.addEventListener('pageshow', event => {
  if (event.persisted) location.reload()
})

// A shared computer keeps nothing of who was signed in.
document.querySelector('form[data-sign-out]')?.addEventListener('submit', () => sessionStorage.clear())
