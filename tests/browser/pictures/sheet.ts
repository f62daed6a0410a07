/** The same page in several browsers, side by side in one picture. */
import { launchChromium } from '../../../scripts/chromium.ts';

export interface Picture {
  name: string;
  png: Buffer;
}

/** As PNG: in rows of so many, each picture so many pixels wide. */
export async function sheet(
  title: string,
  pictures: Picture[],
  { inRow, width }: { inRow: number; width: number },
): Promise<Buffer> {
  const browser = await launchChromium('shell');
  try {
    const page = await browser.newPage({ viewport: { width: inRow * (width + 8), height: 100 } });
    const figures = pictures.map(
      ({ name, png }) =>
        `<figure><figcaption>${title} · ${name}</figcaption><img src="data:image/png;base64,${png.toString('base64')}"></figure>`,
    );
    await page.setContent(`<style>
      body { display: grid; grid-template-columns: repeat(${inRow}, ${width}px); gap: 8px; margin: 0; background: #888; font: 14px sans-serif }
      figure { margin: 0 } img { width: 100% }
    </style>${figures.join('')}`);
    return await page.screenshot({ fullPage: true });
  } finally {
    await browser.close();
  }
}
