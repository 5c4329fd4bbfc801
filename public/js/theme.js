// Runs before the first paint, so that an evening's dark page never flashes white.
const theme = localStorage.getItem('theme')
if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme
