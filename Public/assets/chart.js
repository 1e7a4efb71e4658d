// Makes a picture file of the chart: the drawing is painted on a canvas twice as large, in the page's own colours.

import { element } from './search.js';
import { word } from './words.js';

const scale = 2;

for (const figure of document.querySelectorAll('[data-chart]')) {
  const button = figure.querySelector('[data-picture]');
  const status = element('span', { className: 'unseen', role: 'status' });
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      save(await painted(figure.querySelector('img')), figure.dataset.chart);
      status.textContent = word('chart.saved');
    } catch {
      status.textContent = word('chart.failed');
      status.className = 'doubt';
    } finally {
      button.disabled = false;
    }
  });
  button.after(status);
  button.hidden = false;
}

async function painted(image) {
  await image.decode();
  const canvas = element('canvas', { width: image.naturalWidth * scale, height: image.naturalHeight * scale });
  const context = canvas.getContext('2d');
  // The drawing has its own paper; where it is transparent the page's shows.
  context.fillStyle = getComputedStyle(document.body).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const file = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
  if (!file) throw new Error('no picture');
  return file;
}

function save(file, name) {
  const url = URL.createObjectURL(file);
  element('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
