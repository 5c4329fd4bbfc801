// How many characters are left: as people count them, not as bytes.
const segmenter = new Intl.Segmenter()

for (const group of document.querySelectorAll('[data-count]:not(form)')) {
  const field = group.querySelector('textarea')
  const told = group.querySelector('.count-left')
  told.setAttribute('aria-live', 'polite')
  const update = () => {
    const left = Number(group.dataset.count) - [...segmenter.segment(field.value)].length
    told.textContent = (left < 0 ? group.dataset.over : group.dataset.left).replace('{n}', Math.abs(left))
    told.classList.toggle('count-left--over', left < 0)
  }
  field.addEventListener('input', update)
  if (field.value) update()
}
