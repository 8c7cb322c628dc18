// The labels of the charts whose contrast with the page is below 4.5 : 1. Those that a scene makes faint count for nothing.
() => {
  const numbers = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [red, green, blue] = numbers(color).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const page = luminance(getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor);
  const faint = new Set();
  for (const text of document.querySelectorAll("svg.marks text")) {
    const { fill, opacity, fillOpacity } = getComputedStyle(text);
    if (!text.textContent.trim() || !fill.startsWith("rgb") || opacity * fillOpacity < 0.9) continue;
    const [low, high] = [page, luminance(fill)].sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) faint.add(`${text.textContent}: ${fill}, ${contrast.toFixed(2)} : 1`);
  }
  return [...faint];
}
