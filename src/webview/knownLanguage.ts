/**
 * Imported before uPlot, which makes a number format for the browser's language while it loads. Where the locale is POSIX, as in many containers, Chromium calls that
 * `en-US@posix`, which no format takes, and there would be no page at all.
 */
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
}

export {};
