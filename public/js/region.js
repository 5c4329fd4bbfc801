// City, county, township: a choice fetches the level below it. Without this the form's own button asks.
for (const field of document.querySelectorAll('[data-region]')) cascade(field)

function cascade(field) {
  const selects = [...field.querySelectorAll('select')]
  const name = region => (field.dataset.language === 'en' ? region.en : region.zh)

  const fill = (select, regions) => select.replaceChildren(new Option(regions.length > 0 ? field.dataset.choose : select.dataset.later, ''), ...regions.map(region => new Option(name(region), region.code)))
  for (const select of selects) select.dataset.later = select.options[0].text

  selects.forEach((select, index) => {
    const below = selects.slice(index + 1)
    select.addEventListener('change', async () => {
      for (const lower of below) fill(lower, [])
      if (!select.value || below.length === 0) return
      const response = await fetch(field.dataset.under + encodeURIComponent(select.value), { headers: { Accept: 'application/json' } }).catch(() => undefined)
      if (!response?.ok) return field.classList.add('region-field--by-hand')
      fill(below[0], await response.json())
      below[0].focus()
    })
  })
}
