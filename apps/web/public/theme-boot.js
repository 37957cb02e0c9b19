// Runs before the first paint, so that a dark page never flashes white. The choice is kept by src/ui/theme/theme-choice.ts.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('patchbay.theme');
  } catch {
    choice = null; // Storage is forbidden: follow the system.
  }
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
