// A choice that has more to ask shows it under itself; hidden questions are switched off, so they aren't sent.
const controls = [...document.querySelectorAll('[data-reveals]')]

function update() {
  for (const control of controls) {
    const more = document.getElementById(control.dataset.reveals)
    more.hidden = !control.checked
    if (control.type === 'checkbox') control.setAttribute('aria-expanded', String(control.checked))
    control.setAttribute('aria-controls', more.id)
    for (const inner of more.querySelectorAll('input, select, textarea')) inner.disabled = !control.checked
  }
}

document.addEventListener('change', event => {
  if (['radio', 'checkbox'].includes(event.target.type)) update()
})
update()
