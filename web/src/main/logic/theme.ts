const KEY = 'colama-theme';
const CLASS = 'pf-v6-theme-dark';

export function isDark(): boolean {
  return document.documentElement.classList.contains(CLASS);
}

/** Changes the colours, and keeps that for the next time where that is allowed. */
export function setDark(dark: boolean): void {
  document.documentElement.classList.toggle(CLASS, dark);
  try {
    window.localStorage.setItem(KEY, dark ? 'dark' : 'light');
  } catch {
    // storage is forbidden: it holds until the page is left
  }
}
