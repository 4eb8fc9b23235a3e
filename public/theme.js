// Applies the chosen theme before the first paint. A file of its own, because the page's policy forbids inline scripts.
// The rule and the key are those of src/ui/shell/theme.ts.
try {
  const chosen = localStorage.getItem('yumalight-theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch (error) {
  console.info('The theme could not be read.', error);
}
