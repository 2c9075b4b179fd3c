/**
 * The only script of the page: it shows the theme button, which forces the other theme. Without it the page follows
 * the reader's system. Nothing is stored: a file opened from disk has no origin of its own to store under.
 */
export const themeScript = `(() => {
  const root = document.documentElement;
  const button = document.getElementById('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const label = () => { button.textContent = isDark() ? 'Light theme' : 'Dark theme'; };
  button.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; label(); });
  system.addEventListener('change', label);
  button.hidden = false;
  label();
})();`;
