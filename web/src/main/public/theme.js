// Before anything is painted: light or dark, as was chosen here, or as the system is.
(function () {
  var chosen = null;
  try {
    chosen = window.localStorage.getItem('colama-theme');
  } catch {
    // storage is forbidden: the system's choice it is
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('pf-v6-theme-dark', dark);
})();
