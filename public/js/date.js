// A calendar beside the date box; the box stays the one that is sent, and takes what people write.
for (const field of document.querySelectorAll('[data-date]')) {
  const box = field.querySelector('input[type=text]')
  const native = field.querySelector('.date-field__native')
  const calendar = native.querySelector('input')
  native.hidden = false
  calendar.addEventListener('click', () => calendar.showPicker?.())
  calendar.addEventListener('focus', () => (calendar.value = iso(box.value)))
  calendar.addEventListener('change', () => {
    box.value = calendar.value
    box.dispatchEvent(new Event('change', { bubbles: true }))
    box.focus()
  })
}

function iso(written) {
  const parts = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/.exec(written.trim())
  return parts ? `${parts[1]}-${parts[2].padStart(2, '0')}-${parts[3].padStart(2, '0')}` : ''
}
